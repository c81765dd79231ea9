import { type Product, permissionsOf } from "@bailiwick/contract/product";
import type { Tx } from "../db/index.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Actor } from "./actor.ts";

/**
 * The actor as the transaction finds him: since his request was admitted he may have been deactivated or have lost a role, and
 * a password that is hashed in between takes long enough to aim at. He and the users `others` stay as they are until the
 * transaction ends; they are locked in the order of their ids, so that two who change each other wait and do not deadlock.
 * What is read of them before this call may be out of date. Throws `unauthenticated` when the session has ended.
 */
export const standing = async (
  tx: Tx,
  product: Pick<Product, "roles">,
  actor: Actor,
  others: readonly string[] = [],
): Promise<Actor> => {
  const ids = [...new Set([actor.userId, ...others])];
  await tx`select from tenant.app_user where id = any(${ids}::uuid[]) order by id for no key update`;
  // A statement of its own: one that waited for the lock would read the roles and the session as they were before it waited.
  const [row] = await tx<{ roles: readonly string[] }[]>`
    select array(select r.role from tenant.user_roles r where r.user_id = u.id order by r.role) as roles
      from tenant.session s join tenant.app_user u on u.org_id = s.org_id and u.id = s.user_id
     where s.id = ${actor.sessionId} and s.user_id = ${actor.userId} and s.ended_at is null and u.state = 'active'`;
  if (row === undefined) throw new ProblemError("unauthenticated", { headers: { "www-authenticate": "Bearer" } });
  return { ...actor, roles: row.roles, permissions: permissionsOf(product, row.roles) };
};
