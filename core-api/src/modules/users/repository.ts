import type { OrgScope, Tx } from "../../platform/db/index.ts";
import type { UserChange } from "./schema.ts";

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly state: "active" | "deactivated";
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly roles: readonly string[];
}

/** Users and their roles, in one transaction. */
export const users = (tx: Tx, { orgId, userId }: OrgScope) => {
  const columns = tx`
    u.id, u.email, u.name, u.state, u.created_at, u.updated_at,
    array(select r.role from tenant.user_roles r where r.user_id = u.id order by r.role) as roles`;

  return {
    /** Newest first. */
    list: (after: string | null, limit: number): Promise<readonly UserRow[]> => tx<UserRow[]>`
      select ${columns} from tenant.app_user u
       where u.id < coalesce(${after}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       order by u.id desc limit ${limit}`,

    async get(id: string): Promise<UserRow | undefined> {
      const [row] = await tx<UserRow[]>`select ${columns} from tenant.app_user u where u.id = ${id}`;
      return row;
    },

    /** Throws a unique violation of `app_user_email_unique`. */
    async insert(email: string, name: string, passwordHash: string | null): Promise<string> {
      const [row] = await tx<{ id: string }[]>`
        insert into tenant.app_user (org_id, email, name, password_hash)
        values (${orgId}, ${email}, ${name}, ${passwordHash}) returning id`;
      if (row === undefined) throw new TypeError("a user was inserted without an answer");
      return row.id;
    },

    async update(id: string, { name, state }: UserChange): Promise<void> {
      await tx`
        update tenant.app_user
           set name = coalesce(${name ?? null}, name), state = coalesce(${state ?? null}, state), updated_at = now()
         where id = ${id}`;
    },

    /** False when the user had the role already. */
    async assign(id: string, role: string): Promise<boolean> {
      const rows = await tx`
        insert into tenant.user_roles (org_id, user_id, role, granted_by)
        values (${orgId}, ${id}, ${role}, ${userId ?? null}) on conflict do nothing returning role`;
      return rows.length > 0;
    },

    /** False when the user did not have the role. */
    async revoke(id: string, role: string): Promise<boolean> {
      const rows = await tx`delete from tenant.user_roles where user_id = ${id} and role = ${role} returning role`;
      return rows.length > 0;
    },

    /**
     * Active users other than `id` who hold the role. The role's grants stay locked until the transaction ends: two
     * owners who remove each other at the same time would otherwise both find the other one still there.
     */
    async othersWith(role: string, id: string): Promise<number> {
      await tx`select from tenant.user_roles where role = ${role} order by user_id for update`;
      const [row] = await tx<{ count: number }[]>`
        select count(*)::integer as count
          from tenant.user_roles r join tenant.app_user u on u.org_id = r.org_id and u.id = r.user_id
         where r.role = ${role} and r.user_id <> ${id} and u.state = 'active'`;
      return row?.count ?? 0;
    },
  };
};
