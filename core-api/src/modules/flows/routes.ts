import { createRoute, z } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { fieldOf } from "../../platform/http/env.ts";
import {
  idParameter,
  jsonBody,
  jsonResponse,
  needs,
  pageSchema,
  problems,
  security,
  userProblems,
  versionedResponse,
} from "../../platform/http/openapi.ts";
import { empty, json } from "../../platform/http/respond.ts";
import { entityTag, expectedVersion } from "./if-match.ts";
import {
  flowChangeSchema,
  flowListQuery,
  flowSchema,
  flowVersionSchema,
  newFlowSchema,
  versionListQuery,
} from "./schema.ts";
import type { FlowService } from "./service.ts";

export interface FlowRoutesOptions {
  readonly service: FlowService;
  readonly guards: Pick<Guards, "user">;
}

const ifMatch = z.object({
  "if-match": z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "Entity tag of the version that is being changed" }),
});
const path = "/api/v1/flows";

export const flowRoutes = ({ service, guards }: FlowRoutesOptions): ApiModule => {
  const shared = { middleware: guards.user, security: security.user, tags: ["flows"] };

  return (api) => {
    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path,
        operationId: "listFlows",
        ...needs("flow:read"),
        request: { query: flowListQuery },
        responses: {
          200: jsonResponse(pageSchema(flowSchema), "Newest first"),
          ...problems(...userProblems, "invalid"),
        },
      }),
      async (c) => {
        const { trashed, ...page } = c.req.valid("query");
        return json(c, await service.list(c.get("actor"), { ...page, trashed: trashed === "true" }), 200);
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "post",
        path,
        operationId: "createFlow",
        ...needs("flow:write"),
        request: { body: jsonBody(newFlowSchema) },
        responses: { 201: versionedResponse(flowSchema, "Created"), ...problems(...userProblems, "invalid") },
      }),
      async (c) => {
        const flow = await service.create(c.get("actor"), c.req.valid("json"));
        return json(c, flow, 201, { location: `${path}/${flow.id}`, etag: entityTag(flow.version) });
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: `${path}/{id}`,
        operationId: "getFlow",
        ...needs("flow:read"),
        request: { params: idParameter },
        responses: { 200: versionedResponse(flowSchema, "The flow"), ...problems(...userProblems) },
      }),
      async (c) => {
        const flow = await service.get(c.get("actor"), c.req.valid("param").id);
        return json(c, flow, 200, { etag: entityTag(flow.version) });
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "put",
        path: `${path}/{id}`,
        operationId: "updateFlow",
        ...needs("flow:write"),
        request: { params: idParameter, headers: ifMatch, body: jsonBody(flowChangeSchema) },
        responses: {
          200: versionedResponse(flowSchema, "The new version"),
          ...problems(...userProblems, "invalid", "version-mismatch", "precondition-required"),
        },
      }),
      async (c) => {
        const { version, ...change } = c.req.valid("json");
        const expected = expectedVersion(fieldOf(c.env.facts.fields, "if-match"), version);
        const flow = await service.update(c.get("actor"), c.req.valid("param").id, change, expected);
        return json(c, flow, 200, { etag: entityTag(flow.version) });
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "delete",
        path: `${path}/{id}`,
        operationId: "trashFlow",
        ...needs("flow:delete"),
        request: { params: idParameter, headers: ifMatch },
        responses: {
          204: { description: "In the trash" },
          ...problems(...userProblems, "invalid", "version-mismatch"),
        },
      }),
      async (c) => {
        const expected = expectedVersion(fieldOf(c.env.facts.fields, "if-match"));
        await service.trash(c.get("actor"), c.req.valid("param").id, expected);
        return empty(c);
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: `${path}/{id}/versions`,
        operationId: "listFlowVersions",
        ...needs("flow:read"),
        request: { params: idParameter, query: versionListQuery },
        responses: {
          200: jsonResponse(z.object({ items: z.array(flowVersionSchema) }), "Newest first"),
          ...problems(...userProblems, "invalid"),
        },
      }),
      async (c) => {
        const { before, limit } = c.req.valid("query");
        const items = await service.versions(c.get("actor"), c.req.valid("param").id, before, limit);
        return json(c, { items: [...items] }, 200);
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "post",
        path: `${path}/{id}/restore`,
        operationId: "restoreFlow",
        ...needs("flow:delete"),
        request: { params: idParameter },
        responses: { 200: versionedResponse(flowSchema, "Live again"), ...problems(...userProblems, "conflict") },
      }),
      async (c) => {
        const flow = await service.restore(c.get("actor"), c.req.valid("param").id);
        return json(c, flow, 200, { etag: entityTag(flow.version) });
      },
    );
  };
};
