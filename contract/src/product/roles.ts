import * as z from "zod";
import { type Permission, permissions } from "../names/index.ts";
import { identifier } from "./identifier.ts";
import type { Product } from "./product.ts";

/**
 * How far a role reaches. `application`: one application of the organisation. `provisioning`: the SCIM endpoints and
 * nothing else. `platform`: the catalog and licences of all tenants, never their request traffic.
 */
export const roleReaches = ["organisation", "application", "provisioning", "platform"] as const;

const role = z.strictObject({
  label: z.string().min(1).max(60),
  permissions: z.array(z.enum(permissions)),
  mfa: z.enum(["required", "optional"]),
  /** True for an identity of a program: it cannot sign in to the portal. */
  service: z.boolean().default(false),
  reach: z.enum(roleReaches).default("organisation"),
});

export const roles = z.record(identifier, role);

export type Role = Product["roles"][string];

/** Permissions over the catalog of tenants; only a role that reaches the platform may hold them. */
export const platformPermissions: readonly Permission[] = ["tenant:read", "tenant:write"];

/** Everything that can be done inside one organisation. The owner role holds all of it. */
export const organisationPermissions: readonly Permission[] = permissions.filter(
  (permission) => !platformPermissions.includes(permission),
);

/** Holding one of these makes a role administrative: it changes what others may do, see or pay. */
export const administrativePermissions: readonly Permission[] = [
  "member:write",
  "role:write",
  "key:write",
  "sso:write",
  "scim:write",
  "audit:export",
  "security:write",
  "retention:write",
  "privacy:write",
  "billing:write",
  "breaker:write",
  "policy:write",
];

/** The role with this id, or `undefined`. Safe for ids that came from a client. */
export const roleById = ({ roles: all }: Pick<Product, "roles">, id: string): Role | undefined =>
  Object.hasOwn(all, id) ? all[id] : undefined;

/** The union of what these roles permit. A role the product does not have permits nothing. */
export const permissionsOf = (product: Pick<Product, "roles">, held: readonly string[]): ReadonlySet<Permission> =>
  new Set(held.flatMap((id) => roleById(product, id)?.permissions ?? []));
