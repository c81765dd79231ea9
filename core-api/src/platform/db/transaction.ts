import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import { TransactionRolledBack } from "./errors.ts";
import type { Connection } from "./lanes.ts";

/** The client of one transaction. */
export interface Tx extends postgres.ISql {
  /** Work that may fail without the rest of the transaction: when it rejects, only its own changes are undone. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/**
 * One transaction on a connection that is in none: committed when `work` resolves, rolled back when it rejects or any
 * of its queries failed. `opening` is SQL that begins it and sets what it needs; it travels with the first query of
 * `work`: the server takes what it is sent in order, and where the opening fails everything behind it fails.
 * After the end `tx` sends nothing any more.
 */
export const runTransaction = async <T>(
  connection: Connection,
  opening: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  const { sql, end } = lend(connection.sql, {});
  const lost = new Promise<never>((_, reject) => {
    connection.onLost((error) => {
      end(error);
      reject(error);
    });
  });
  const opened = sql.unsafe(opening).execute();
  try {
    const [result] = await Promise.race([Promise.all([runPart(connection, work, "s"), opened]), lost]);
    const { command } = await Promise.race([sql.unsafe("commit").execute(), lost]);
    if (command !== "COMMIT") throw new TransactionRolledBack("a statement had failed: nothing was kept");
    return result;
  } catch (error) {
    // A rollback that fails leaves a connection in an unknown state.
    await Promise.race([sql.unsafe("rollback").execute(), lost]).catch(connection.discard);
    throw error;
  } finally {
    end();
  }
};

/** The whole of a transaction's work, or that of one savepoint. Throws the first error of any of its queries. */
const runPart = async <T>(connection: Connection, work: (tx: Tx) => Promise<T>, name: string): Promise<T> => {
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

  const { sql, failure, end } = lend(connection.sql, { savepoint });
  connection.onLost(end);
  try {
    const result = await work(sql);
    const failed = failure();
    if (failed !== undefined) throw failed;
    return result;
  } finally {
    end();
  }
};
