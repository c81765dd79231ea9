import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import type { Lanes } from "./lanes.ts";
import { type Session, sessionOn } from "./session.ts";
import { runTransaction, type Tx } from "./transaction.ts";

/** A session that stays borrowed until it is released. */
export interface ReservedSession extends Session {
  release(): void;
}

/**
 * What this folder hands out as a client: single statements commit by themselves; transactions and sessions run on
 * connections of their own, and survive the loss of those.
 */
export type Sql = postgres.ISql &
  Pick<postgres.Sql, "listen"> & {
    /** Committed when `work` resolves, rolled back when it rejects or any of its queries failed. */
    begin<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
    /** A connection for statements that build on each other. Release it, whatever happens. */
    reserve(): Promise<ReservedSession>;
    end(options?: { timeout?: number }): Promise<void>;
  };

export interface SafeClientParts {
  readonly autocommit: postgres.Sql;
  readonly transactions: Lanes;
  /** Apart from the transactions, or holders of sessions that begin one could wait for each other. */
  readonly sessions: Lanes;
}

/**
 * The connection is in no transaction, as a rule, and a bare rollback would have the server log a warning each time. In one that
 * failed `begin` fails too, and the connection is given up.
 */
const forget = "begin; rollback; reset role; reset all; select pg_advisory_unlock_all()";

/** Puts the parts together as one client. */
export const createSafeClient = ({ autocommit, transactions, sessions }: SafeClientParts): Sql => {
  const begin = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    transactions.use((connection) => runTransaction(connection, "begin", work));

  const reserve = (): Promise<ReservedSession> =>
    new Promise((resolve, reject) => {
      const held = sessions.use(async (connection) => {
        const { session, end } = sessionOn(connection);
        await new Promise<void>((release) => resolve(withRelease(session, release)));
        end();
        // Locks, role and settings belong to who took them.
        const last = lend(connection.sql, {});
        connection.onLost(last.end);
        await last.sql.unsafe(forget).catch(connection.discard);
      });
      held.catch(reject);
    });

  const end = async (options: { timeout?: number } = { timeout: 5 }): Promise<void> => {
    await Promise.all([autocommit.end(options), transactions.close(), sessions.close()]);
  };

  const members = { begin, reserve, end };
  return new Proxy(autocommit, {
    get: (target, key) => (key in members ? Reflect.get(members, key) : Reflect.get(target, key)),
  }) as Sql; // the handler answers for the replaced members
};

const withRelease = (session: Session, release: () => void): ReservedSession =>
  new Proxy(session, {
    get: (target, key) => (key === "release" ? release : Reflect.get(target, key)),
  }) as ReservedSession; // the handler answers for `release`
