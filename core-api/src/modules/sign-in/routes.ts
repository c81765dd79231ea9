import { createRoute } from "@hono/zod-openapi";
import { callerOf } from "../../platform/auth/actor.ts";
import type { credentialReader } from "../../platform/auth/credential.ts";
import type { Guards } from "../../platform/auth/guard.ts";
import type { sessionCookie } from "../../platform/auth/session-cookie.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import {
  jsonBody,
  jsonResponse,
  problems,
  security,
  tenantProblems,
  userProblems,
} from "../../platform/http/openapi.ts";
import { empty, json } from "../../platform/http/respond.ts";
import { sessionSchema, signedInSchema, signInSchema } from "./schema.ts";
import type { SignInService } from "./service.ts";

export interface SignInRoutesOptions {
  readonly service: SignInService;
  readonly guards: Pick<Guards, "user" | "visitor">;
  readonly readCredential: ReturnType<typeof credentialReader>;
  readonly cookie: ReturnType<typeof sessionCookie>;
}

export const signInRoutes =
  ({ service, guards, readCredential, cookie }: SignInRoutesOptions): ApiModule =>
  (api) => {
    api.openapi(
      createRoute({
        middleware: guards.visitor,
        security: security.none,
        tags: ["sign-in"],
        method: "post",
        path: "/api/v1/auth/sign-in",
        operationId: "signIn",
        request: { body: jsonBody(signInSchema) },
        responses: {
          200: jsonResponse(signedInSchema, "Signed in; the session cookie is set too"),
          ...problems("invalid-credentials", "forbidden", "invalid", ...tenantProblems),
        },
      }),
      async (c) => {
        const { facts } = c.env;
        const previous = readCredential(facts.fields)?.token;
        const signedIn = await service.signIn(callerOf(facts, c.get("tenant")), c.req.valid("json"), previous);
        return json(c, signedIn, 200, { "set-cookie": cookie.set(signedIn.token) });
      },
    );

    api.openapi(
      createRoute({
        middleware: guards.user,
        security: security.user,
        tags: ["sign-in"],
        method: "post",
        path: "/api/v1/auth/sign-out",
        operationId: "signOut",
        responses: { 204: { description: "Signed out" }, ...problems(...userProblems) },
      }),
      async (c) => {
        await service.signOut(c.get("actor"));
        return empty(c, { "set-cookie": cookie.clear });
      },
    );

    api.openapi(
      createRoute({
        middleware: guards.user,
        security: security.user,
        tags: ["sign-in"],
        method: "get",
        path: "/api/v1/auth/session",
        operationId: "getSession",
        responses: { 200: jsonResponse(sessionSchema, "Who is signed in"), ...problems(...userProblems) },
      }),
      (c) => {
        const { userId, email, name, roles, permissions, tenant } = c.get("actor");
        const user = { id: userId, email, name, roles: [...roles] };
        const { slug, plan } = tenant;
        return json(c, { user, permissions: [...permissions], tenant: { slug, name: tenant.name, plan } }, 200);
      },
    );
  };
