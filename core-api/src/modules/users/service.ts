import { roleById } from "@bailiwick/contract/product";
import { type Actor, scopeOf } from "../../platform/auth/actor.ts";
import { checkNewPassword } from "../../platform/auth/password-rule.ts";
import { standing } from "../../platform/auth/standing.ts";
import { isUniqueViolation, isUuid } from "../../platform/db/index.ts";
import { decodeCursor, type Page, pageOf } from "../../platform/http/cursor.ts";
import { notFound, ProblemError } from "../../platform/http/problem-error.ts";
import { invalid } from "../../platform/http/validation.ts";
import type { Platform } from "../../platform/platform.ts";
import { type UserRow, users } from "./repository.ts";
import type { NewUser, User, UserChange } from "./schema.ts";

/**
 * People of a tenant. Nobody reaches a user through another tenant, and a tenant always keeps an owner. Whoever changes a user
 * is judged twice: when he asks, and by what he is in the transaction of the change.
 */
export const createUserService = ({
  database,
  audit,
  permissions,
  passwords,
  sessions,
  product,
}: Pick<Platform, "database" | "audit" | "permissions" | "passwords" | "sessions" | "product">) => {
  const { ownerRole, leastRole } = product;

  const requireOtherOwner = async (rows: ReturnType<typeof users>, user: UserRow): Promise<void> => {
    if (!user.roles.includes(ownerRole) || user.state !== "active") return;
    if ((await rows.othersWith(ownerRole, user.id)) > 0) return;
    throw new ProblemError("conflict", { detail: "This is the last owner." });
  };

  const requireGivable = (actor: Actor, roles: readonly string[]): void => {
    permissions.require(actor, "member:write");
    if (roles.some((role) => role !== leastRole)) permissions.require(actor, "role:write");
    permissions.requireAllOf(actor, roles);
  };

  return {
    /** Newest first. Throws `Forbidden` without `member:read`. */
    async list(actor: Actor, query: { limit: number; cursor?: string | undefined }): Promise<Page<User>> {
      permissions.require(actor, "member:read");
      const after = decodeCursor(query.cursor);
      const scope = scopeOf(actor);
      const witness = await audit.witness(actor);
      const rows = await database.withOrg(scope, async (tx) => {
        const found = await users(tx, scope).list(after, query.limit + 1);
        const details = { count: Math.min(found.length, query.limit) };
        await witness.append(tx, { action: "user.read", targetType: "user", details });
        return found;
      });
      return pageOf(rows, query.limit, show);
    },

    /** Throws `Forbidden` without `member:read`, unless the actor asks for himself. */
    async get(actor: Actor, id: string): Promise<User> {
      if (id !== actor.userId) permissions.require(actor, "member:read");
      if (!isUuid(id)) throw notFound();
      const scope = scopeOf(actor);
      const witness = await audit.witness(actor);
      return database.withOrg(scope, async (tx) => {
        const row = await users(tx, scope).get(id);
        if (row === undefined) throw notFound();
        await witness.append(tx, { action: "user.read", targetType: "user", targetId: id });
        return show(row);
      });
    },

    /**
     * Creates a user, with the least role where none is named. Throws `conflict` for a taken address, `Forbidden` without
     * `member:write`, and for another role without `role:write` or with more rights than the actor has.
     */
    async create(actor: Actor, { email, name, password, roles = [leastRole] }: NewUser): Promise<User> {
      for (const role of roles) requirePersonal(role, "body.roles");
      requireGivable(actor, roles);
      if (password !== undefined) checkNewPassword(password, product.passwords, "body.password");
      const passwordHash = password === undefined ? null : await passwords.hash(password);
      const scope = scopeOf(actor);
      const witness = await audit.witness(actor);
      try {
        return await database.withOrg(scope, async (tx) => {
          requireGivable(await standing(tx, product, actor), roles);
          const rows = users(tx, scope);
          const id = await rows.insert(email, name, passwordHash);
          for (const role of roles) await rows.assign(id, role);
          const row = await rows.get(id);
          if (row === undefined) throw new TypeError("a user that was just made is not there");
          const details = { after: { roles: row.roles, state: row.state } };
          await witness.append(tx, { action: "user.created", targetType: "user", targetId: id, details });
          return show(row);
        });
      } catch (error) {
        if (!isUniqueViolation(error, "app_user_email_unique")) throw error;
        throw new ProblemError("conflict", { detail: "A user with this e-mail address exists." });
      }
    },

    /**
     * Renames, deactivates or reactivates. A change of state ends the user's sessions at once. Throws `conflict` for the last
     * owner, `Forbidden` without `member:write` or where the user may do more than the actor.
     */
    async update(actor: Actor, id: string, change: UserChange): Promise<User> {
      permissions.require(actor, "member:write");
      if (!isUuid(id)) throw notFound();
      const scope = scopeOf(actor);
      const witness = await audit.witness(actor);
      const after = await database.withOrg(scope, async (tx) => {
        const now = await standing(tx, product, actor, [id]);
        permissions.require(now, "member:write");
        const rows = users(tx, scope);
        const before = await rows.get(id);
        if (before === undefined) throw notFound();
        permissions.requireAllOf(now, before.roles);
        if (change.state === "deactivated") await requireOtherOwner(rows, before);
        if (change.state !== undefined && change.state !== before.state) await sessions.endAll(tx, id);
        await rows.update(id, change);
        const row = await rows.get(id);
        if (row === undefined) throw notFound();
        const details = {
          before: { state: before.state },
          after: { state: row.state },
          renamed: before.name !== row.name,
        };
        await witness.append(tx, { action: actionOf(before, row), targetType: "user", targetId: id, details });
        return row;
      });
      sessions.forget(actor.tenant, id);
      return show(after);
    },

    /**
     * Gives a role, and ends the user's sessions. Throws `invalid` for a role people cannot hold, `Forbidden` without
     * `role:write` or where the role or the user may do more than the actor.
     */
    async assign(actor: Actor, id: string, role: string): Promise<User> {
      permissions.require(actor, "role:write");
      if (!isUuid(id) || roleById(product, role) === undefined) throw notFound();
      requirePersonal(role, "path.role");
      return changeRoles(actor, id, role, "role.assigned", (rows) => rows.assign(id, role));
    },

    /** Takes a role, and ends the user's sessions. Throws `conflict` for the last owner's, `Forbidden` as `assign` does. */
    async revoke(actor: Actor, id: string, role: string): Promise<User> {
      permissions.require(actor, "role:write");
      if (!isUuid(id) || roleById(product, role) === undefined) throw notFound();
      return changeRoles(actor, id, role, "role.revoked", async (rows, before) => {
        if (role === ownerRole) await requireOtherOwner(rows, before);
        return rows.revoke(id, role);
      });
    },
  };

  async function changeRoles(
    actor: Actor,
    id: string,
    role: string,
    action: "role.assigned" | "role.revoked",
    change: (rows: ReturnType<typeof users>, before: UserRow) => Promise<boolean>,
  ): Promise<User> {
    const scope = scopeOf(actor);
    const witness = await audit.witness(actor);
    const after = await database.withOrg(scope, async (tx) => {
      const now = await standing(tx, product, actor, [id]);
      permissions.require(now, "role:write");
      const rows = users(tx, scope);
      const before = await rows.get(id);
      if (before === undefined) throw notFound();
      // Also what he has: any change of roles ends his sessions, which is more than some may do to him.
      permissions.requireAllOf(now, [role, ...before.roles]);
      if (!(await change(rows, before))) return before;
      // Whoever signs in next does so with the new rights, and nobody goes on with the old ones.
      await sessions.endAll(tx, id);
      const row = await rows.get(id);
      if (row === undefined) throw notFound();
      const details = { role, before: before.roles, after: row.roles };
      await witness.append(tx, { action, targetType: "user", targetId: id, details });
      return row;
    });
    sessions.forget(actor.tenant, id);
    return show(after);
  }

  function requirePersonal(id: string, path: string): void {
    const role = roleById(product, id);
    if (role !== undefined && !role.service && role.reach !== "platform" && role.reach !== "provisioning") return;
    throw invalid([{ path, message: "is not a role for people" }]);
  }
};

export type UserService = ReturnType<typeof createUserService>;

const actionOf = (before: UserRow, after: UserRow) => {
  if (before.state === after.state) return "user.updated";
  return after.state === "deactivated" ? "user.deactivated" : "user.reactivated";
};

const show = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  state: row.state,
  roles: [...row.roles],
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
