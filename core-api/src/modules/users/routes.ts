import type { Product } from "@bailiwick/contract/product";
import { createRoute, z } from "@hono/zod-openapi";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import {
  idParameter,
  jsonBody,
  jsonResponse,
  needs,
  pageQuery,
  pageSchema,
  problems,
  security,
  userProblems,
} from "../../platform/http/openapi.ts";
import { json } from "../../platform/http/respond.ts";
import type { Permissions } from "../../platform/permissions/index.ts";
import { newUserSchema, type RoleView, roleParameters, roleSchema, userChangeSchema, userSchema } from "./schema.ts";
import type { UserService } from "./service.ts";

export interface UserRoutesOptions {
  readonly service: UserService;
  readonly guards: Pick<Guards, "user">;
  readonly permissions: Pick<Permissions, "require">;
  readonly product: Pick<Product, "roles">;
}

const path = "/api/v1/users";

export const userRoutes = ({ service, guards, permissions, product }: UserRoutesOptions): ApiModule => {
  const shared = { middleware: guards.user, security: security.user, tags: ["users"] };
  const roles = Object.entries(product.roles)
    .filter(([, { reach }]) => reach !== "platform")
    .map(
      ([id, role]): RoleView => ({
        id,
        label: role.label,
        permissions: [...role.permissions],
        assignable: !role.service && role.reach !== "provisioning",
      }),
    );

  return (api) => {
    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: "/api/v1/roles",
        operationId: "listRoles",
        ...needs("role:read"),
        responses: {
          200: jsonResponse(z.object({ items: z.array(roleSchema) }), "Roles of the product"),
          ...problems(...userProblems),
        },
      }),
      (c) => {
        permissions.require(c.get("actor"), "role:read");
        return json(c, { items: roles }, 200);
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path,
        operationId: "listUsers",
        ...needs("member:read"),
        request: { query: pageQuery },
        responses: {
          200: jsonResponse(pageSchema(userSchema), "Newest first"),
          ...problems(...userProblems, "invalid"),
        },
      }),
      async (c) => json(c, await service.list(c.get("actor"), c.req.valid("query")), 200),
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "post",
        path,
        operationId: "createUser",
        ...needs("member:write"),
        description:
          "With the roles that are named, or the least. Any other than the least needs `role:write` too, and nobody gives more than he has. Without a password the user cannot sign in by one.",
        request: { body: jsonBody(newUserSchema) },
        responses: {
          201: jsonResponse(userSchema, "Created"),
          ...problems(...userProblems, "invalid", "conflict"),
        },
      }),
      async (c) => {
        const user = await service.create(c.get("actor"), c.req.valid("json"));
        return json(c, user, 201, { location: `${path}/${user.id}` });
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "get",
        path: `${path}/{id}`,
        operationId: "getUser",
        ...needs("member:read"),
        description: "Oneself without the permission too.",
        request: { params: idParameter },
        responses: { 200: jsonResponse(userSchema, "The user"), ...problems(...userProblems) },
      }),
      async (c) => json(c, await service.get(c.get("actor"), c.req.valid("param").id), 200),
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "patch",
        path: `${path}/{id}`,
        operationId: "updateUser",
        ...needs("member:write"),
        request: { params: idParameter, body: jsonBody(userChangeSchema) },
        responses: {
          200: jsonResponse(userSchema, "The changed user"),
          ...problems(...userProblems, "invalid", "conflict"),
        },
      }),
      async (c) => json(c, await service.update(c.get("actor"), c.req.valid("param").id, c.req.valid("json")), 200),
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "put",
        path: `${path}/{id}/roles/{role}`,
        operationId: "assignRole",
        ...needs("role:write"),
        request: { params: roleParameters },
        responses: { 200: jsonResponse(userSchema, "The user"), ...problems(...userProblems, "invalid") },
      }),
      async (c) => {
        const { id, role } = c.req.valid("param");
        return json(c, await service.assign(c.get("actor"), id, role), 200);
      },
    );

    api.openapi(
      createRoute({
        ...shared,
        method: "delete",
        path: `${path}/{id}/roles/{role}`,
        operationId: "revokeRole",
        ...needs("role:write"),
        request: { params: roleParameters },
        responses: { 200: jsonResponse(userSchema, "The user"), ...problems(...userProblems, "conflict") },
      }),
      async (c) => {
        const { id, role } = c.req.valid("param");
        return json(c, await service.revoke(c.get("actor"), id, role), 200);
      },
    );
  };
};
