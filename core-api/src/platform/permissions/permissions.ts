import type { Permission } from "@bailiwick/contract/names";
import { type Product, permissionsOf } from "@bailiwick/contract/product";
import type { Actor } from "../auth/actor.ts";
import { Forbidden } from "../http/problem-error.ts";

export interface Permissions {
  /** Throws `Forbidden` unless the actor holds the permission. */
  require(actor: Actor, permission: Permission): void;
  /** Throws `Forbidden` unless the actor holds everything these roles permit: nobody hands out or takes away more than he has. */
  requireAllOf(actor: Actor, roles: readonly string[]): void;
}

export const createPermissions = (product: Pick<Product, "roles">): Permissions => ({
  require(actor, permission) {
    if (!actor.permissions.has(permission)) throw new Forbidden(permission);
  },
  requireAllOf(actor, roles) {
    for (const permission of permissionsOf(product, roles)) {
      if (!actor.permissions.has(permission)) {
        throw new Forbidden(permission, "The role permits more than your own roles do.");
      }
    }
  },
});
