import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import { TransactionRolledBack } from "./errors.ts";
import type { Connection, Lanes } from "./lanes.ts";
import { type OrgScope, setScope } from "./scope.ts";

/** The client of one transaction. */
export interface Tx extends postgres.ISql {
  /** Work that may fail without the rest of the transaction: when it rejects, only its own changes are undone. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/**
 * One transaction under one org: committed when `work` resolves, rolled back when it rejects or any of its queries
 * failed. Begin and scope travel with the first query of `work`; after the end `tx` sends nothing any more.
 */
export const runTransaction = <T>(lanes: Lanes, scope: OrgScope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  lanes.use((connection) => transact(connection, scope, () => runPart(connection, work)));

/**
 * Begins, sets the scope, runs `body` and commits. Nothing is waited for before `body`: the server takes what it is
 * sent in order, and where begin or scope fail, everything behind them fails.
 */
const transact = async <T>(connection: Connection, scope: OrgScope, body: () => Promise<T>): Promise<T> => {
  const frame = lend(connection.sql);
  const lost = new Promise<never>((_, reject) => {
    connection.onLost((error) => {
      frame.end(error);
      reject(error);
    });
  });
  const opened = frame.sql.unsafe(`begin; ${setScope(scope)}`).execute();
  try {
    const [result] = await Promise.race([Promise.all([body(), opened]), lost]);
    const { command } = await Promise.race([frame.sql.unsafe("commit").execute(), lost]);
    if (command !== "COMMIT") throw new TransactionRolledBack("a statement had failed: nothing was kept");
    return result;
  } catch (error) {
    // A rollback that fails leaves a connection in an unknown state.
    await Promise.race([frame.sql.unsafe("rollback").execute(), lost]).catch(connection.discard);
    throw error;
  } finally {
    frame.end();
  }
};

/** The whole of a transaction's work, or that of one savepoint. Throws the first error of any of its queries. */
const runPart = async <T>(connection: Connection, work: (tx: Tx) => Promise<T>, name = "s"): Promise<T> => {
  const { sql, failure, end } = lend(connection.sql);
  connection.onLost(end);
  let points = 0;

  const savepoint = async <U>(inner: (tx: Tx) => Promise<U>): Promise<U> => {
    points += 1;
    const point = `${name}_${points}`;
    await sql.unsafe(`savepoint ${point}`);
    try {
      return await runPart(connection, inner, point);
    } catch (error) {
      await sql.unsafe(`rollback to savepoint ${point}`);
      throw error;
    }
  };

  try {
    const result = await work(withSavepoint(sql, savepoint));
    const failed = failure();
    if (failed !== undefined) throw failed;
    return result;
  } finally {
    end();
  }
};

const withSavepoint = (sql: postgres.ISql, savepoint: Tx["savepoint"]): Tx => Object.assign(sql, { savepoint, notify });

/** The driver would send it on another connection than the transaction's, and wait for that one for ever. */
const notify = (): never => {
  throw new TypeError("inside a transaction, notify with select pg_notify(…)");
};
