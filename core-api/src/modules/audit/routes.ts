import { createRoute } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { jsonResponse, needs, pageSchema, problems, security, userProblems } from "../../platform/http/openapi.ts";
import { json } from "../../platform/http/respond.ts";
import { auditEventSchema, auditQuery } from "./schema.ts";
import type { AuditService } from "./service.ts";

export interface AuditRoutesOptions {
  readonly service: AuditService;
  readonly guards: Pick<Guards, "user">;
}

export const auditRoutes =
  ({ service, guards }: AuditRoutesOptions): ApiModule =>
  (api) => {
    api.openapi(
      createRoute({
        middleware: guards.user,
        security: security.user,
        tags: ["audit"],
        method: "get",
        path: "/api/v1/audit",
        operationId: "listAuditEvents",
        ...needs("audit:read"),
        request: { query: auditQuery },
        responses: {
          200: jsonResponse(pageSchema(auditEventSchema), "Newest first"),
          ...problems(...userProblems, "invalid"),
        },
      }),
      async (c) => json(c, await service.list(c.get("actor"), c.req.valid("query")), 200),
    );
  };
