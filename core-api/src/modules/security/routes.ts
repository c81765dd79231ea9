import { createRoute } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { jsonBody, jsonResponse, needs, problems, security, userProblems } from "../../platform/http/openapi.ts";
import { json } from "../../platform/http/respond.ts";
import { allowlistChangeSchema, allowlistSchema } from "./schema.ts";
import type { SecurityService } from "./service.ts";

export interface SecurityRoutesOptions {
  readonly service: SecurityService;
  readonly guards: Pick<Guards, "user">;
}

const path = "/api/v1/security/allowlist";

export const securityRoutes = ({ service, guards }: SecurityRoutesOptions): ApiModule => {
  const shared = { middleware: guards.user, security: security.user, tags: ["security"], path };

  return (api) => {
    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        operationId: "getAllowlist",
        ...needs("security:read"),
        responses: { 200: jsonResponse(allowlistSchema, "The list"), ...problems(...userProblems) },
      }),
      async (c) => json(c, await service.allowlist(c.get("actor")), 200),
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "put",
        operationId: "replaceAllowlist",
        ...needs("security:write"),
        request: { body: jsonBody(allowlistChangeSchema) },
        responses: {
          200: jsonResponse(allowlistSchema, "The list as it holds now"),
          ...problems(...userProblems, "invalid", "conflict", "plan-does-not-allow"),
        },
      }),
      async (c) => json(c, await service.replaceAllowlist(c.get("actor"), c.req.valid("json").allow), 200),
    );
  };
};
