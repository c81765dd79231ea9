import { headers } from "@bailiwick/contract/names";
import { createRoute } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { fieldOf } from "../../platform/http/env.ts";
import { idParameter, jsonBody, jsonResponse, pageSchema, problems, security } from "../../platform/http/openapi.ts";
import { json } from "../../platform/http/respond.ts";
import {
  idempotencyField,
  newTenantSchema,
  releasedNameSchema,
  signUpSchema,
  slugParameter,
  tenantListQuery,
  tenantSchema,
} from "./schema.ts";
import type { TenantService } from "./service.ts";

export interface TenantRoutesOptions {
  readonly service: TenantService;
  readonly guards: Pick<Guards, "region" | "admin">;
}

const creation = ["invalid", "conflict", "plan-does-not-allow"] as const;

const acceptedFields = (id: string, repeated: boolean): Record<string, string> => ({
  location: `/api/v1/sign-up/${id}`,
  ...(repeated ? { [headers.idempotentReplayed]: "true" } : {}),
});

export const tenantRoutes = ({ service, guards }: TenantRoutesOptions): ApiModule => {
  const open = { middleware: guards.region, security: security.none, tags: ["sign-up"] };
  const closed = { middleware: guards.admin, security: security.admin, tags: ["administration"] };

  return (api) => {
    api.openapi(
      createRoute({
        ...open,
        method: "post",
        path: "/api/v1/sign-up",
        operationId: "signUp",
        request: { headers: idempotencyField, body: jsonBody(newTenantSchema) },
        responses: { 202: jsonResponse(signUpSchema, "Accepted"), ...problems(...creation, "forbidden") },
      }),
      async (c) => {
        const key = fieldOf(c.env.facts.fields, headers.idempotencyKey);
        const { answer, repeated } = await service.signUp(c.req.valid("json"), key);
        return json(c, answer, 202, acceptedFields(answer.id, repeated));
      },
    );

    api.openapi(
      createRoute({
        ...open,
        method: "get",
        path: "/api/v1/sign-up/{id}",
        operationId: "getSignUp",
        request: { params: idParameter },
        responses: { 200: jsonResponse(signUpSchema, "How far it has come"), ...problems("not-found") },
      }),
      async (c) => json(c, await service.progress(c.req.valid("param").id), 200),
    );

    api.openapi(
      createRoute({
        ...closed,
        method: "post",
        path: "/api/v1/admin/tenants",
        operationId: "createTenant",
        request: { headers: idempotencyField, body: jsonBody(newTenantSchema) },
        responses: { 202: jsonResponse(signUpSchema, "Accepted"), ...problems(...creation, "unauthenticated") },
      }),
      async (c) => {
        const key = fieldOf(c.env.facts.fields, headers.idempotencyKey);
        const { answer, repeated } = await service.create(c.env.facts.requestId, c.req.valid("json"), key);
        return json(c, answer, 202, acceptedFields(answer.id, repeated));
      },
    );

    api.openapi(
      createRoute({
        ...closed,
        method: "get",
        path: "/api/v1/admin/tenants",
        operationId: "listTenants",
        request: { query: tenantListQuery },
        responses: {
          200: jsonResponse(pageSchema(tenantSchema), "This region's tenants, newest first"),
          ...problems("unauthenticated", "invalid"),
        },
      }),
      async (c) => json(c, await service.list(c.env.facts.requestId, c.req.valid("query")), 200),
    );

    api.openapi(
      createRoute({
        ...closed,
        method: "get",
        path: "/api/v1/admin/tenants/{slug}",
        operationId: "getTenant",
        request: { params: slugParameter },
        responses: { 200: jsonResponse(tenantSchema, "The tenant"), ...problems("unauthenticated", "not-found") },
      }),
      async (c) => json(c, await service.show(c.env.facts.requestId, c.req.valid("param").slug), 200),
    );

    api.openapi(
      createRoute({
        ...closed,
        method: "post",
        path: "/api/v1/admin/tenants/{slug}/release",
        operationId: "releaseTenantName",
        request: { params: slugParameter },
        responses: {
          200: jsonResponse(releasedNameSchema, "The name is free in this region"),
          ...problems("unauthenticated", "not-found", "conflict"),
        },
      }),
      async (c) => json(c, await service.release(c.env.facts.requestId, c.req.valid("param").slug), 200),
    );
  };
};
