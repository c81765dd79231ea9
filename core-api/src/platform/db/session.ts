import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import { type Connection, createLanes, type LanesOptions } from "./lanes.ts";
import { runTransaction, type Tx } from "./transaction.ts";

/**
 * One connection for statements that build on each other: a role, a setting, an advisory lock. When it is lost, every
 * later query rejects with `ConnectionLost` instead of running on a fresh connection that has none of them.
 */
export interface Session extends postgres.ISql {
  begin<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** A session on a borrowed connection, and how to end it. */
export const sessionOn = (connection: Connection): { session: Session; end: () => void } => {
  const begin = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => runTransaction(connection, "begin", work);
  const { sql, end } = lend(connection.sql, { begin });
  connection.onLost(end);
  return { session: sql, end: () => end() };
};

/** Runs `work` on a connection of its own, which is closed afterwards. */
export const withSession = async <T>(
  open: LanesOptions["open"],
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const lanes = createLanes({ open, max: 1, waitMilliseconds: 0 });
  try {
    return await lanes.use(async (connection) => {
      const { session, end } = sessionOn(connection);
      try {
        return await work(session);
      } finally {
        end();
      }
    });
  } finally {
    await lanes.close();
  }
};
