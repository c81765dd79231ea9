import type { Permission } from "@bailiwick/contract/names";
import { type Product, permissionsOf } from "@bailiwick/contract/product";
import { LRUCache } from "lru-cache";
import type { Database, Tx } from "../db/index.ts";
import type { Tenant } from "../http/tenants.ts";
import { hashToken, newSessionToken, tokenHashBytes, tokenTenant } from "./session-token.ts";

/** A live session and whom it belongs to. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** The session of a token of this tenant, or `undefined` when there is none any more. */
  find(tenant: Tenant, token: string): Promise<Session | undefined>;
  /** Opens a session in the transaction of a sign-in. The token is told once and never stored. */
  open(tx: Tx, tenant: Tenant, userId: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** Ends one session in the caller's transaction. */
  end(tx: Tx, sessionId: string): Promise<void>;
  /** Ends all sessions of a user in the caller's transaction. */
  endAll(tx: Tx, userId: string): Promise<void>;
  /** To be called once that transaction has been committed: nothing of the user is remembered any longer. */
  forget(tenant: Tenant, userId: string): void;
}

export interface SessionsOptions {
  readonly database: Pick<Database, "call">;
  readonly product: Pick<Product, "sessions" | "roles">;
  /** Longest time in which this process does not ask the database again. @default 5 */
  readonly rememberSeconds?: number;
  /** @default 10_000 */
  readonly maxRemembered?: number;
  /** Milliseconds since 1970. @default the system's clock */
  readonly now?: () => number;
}

interface SessionRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly absolute_expires_at: Date;
}

interface Remembered {
  readonly session: Session;
  readonly orgId: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Sessions of tenants' users. Idle and absolute limits are the profile's and are decided by the database. */
export const createSessions = ({
  database,
  product,
  rememberSeconds = 5,
  maxRemembered = 10_000,
  now = () => Date.now(),
}: SessionsOptions): Sessions => {
  const { idleSeconds, absoluteSeconds } = product.sessions;
  const remembered = new LRUCache<string, Remembered>({ max: maxRemembered });
  // Counts what was forgotten: a session read before and stored after it would come back from the dead.
  let forgotten = 0;

  return {
    async find(tenant, token) {
      if (tokenTenant(token) !== tenant.slug) return undefined;
      const key = hashToken(token);
      const known = remembered.get(key);
      if (known !== undefined && known.orgId === tenant.id && now() < known.until) return known.session;
      const before = forgotten;
      const scope = { orgId: tenant.id, database: tenant.database };
      const [row] = await database.call<SessionRow>(scope, "session_touch", [tokenHashBytes(key), idleSeconds]);
      if (row === undefined) {
        remembered.delete(key);
        return undefined;
      }
      const session = sessionOf(row, product);
      if (before === forgotten) {
        const idleEnd = row.last_seen_at.getTime() + idleSeconds * 1000;
        const until = Math.min(now() + rememberSeconds * 1000, idleEnd, row.absolute_expires_at.getTime());
        remembered.set(key, { session, orgId: tenant.id, until });
      }
      return session;
    },

    async open(tx, tenant, userId) {
      const token = newSessionToken(tenant.slug);
      const [row] = await tx<{ absolute_expires_at: Date }[]>`
        insert into tenant.session (org_id, user_id, token_hash, absolute_expires_at)
        values (${tenant.id}, ${userId}, ${tokenHashBytes(hashToken(token))}, now() + make_interval(secs => ${absoluteSeconds}))
        returning absolute_expires_at`;
      if (row === undefined) throw new TypeError("a session was inserted without an answer");
      return { token, expiresAt: row.absolute_expires_at };
    },

    async end(tx, sessionId) {
      await tx`update tenant.session set ended_at = now() where id = ${sessionId} and ended_at is null`;
    },

    async endAll(tx, userId) {
      await tx`update tenant.session set ended_at = now() where user_id = ${userId} and ended_at is null`;
    },

    forget(tenant, userId) {
      forgotten++;
      for (const [key, { session, orgId }] of remembered.entries()) {
        if (session.userId === userId && orgId === tenant.id) remembered.delete(key);
      }
    },
  };
};

const sessionOf = (row: SessionRow, product: Pick<Product, "roles">): Session =>
  Object.freeze({
    sessionId: row.session_id,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    permissions: permissionsOf(product, row.roles),
    createdAt: row.created_at,
    expiresAt: row.absolute_expires_at,
  });
