import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import type { Sql } from "./client.ts";
import { isConnectionLost, TransactionRolledBack, typedError } from "./errors.ts";
import { type OrgScope, setScope } from "./scope.ts";

type Rows = readonly postgres.Row[];
export type Statements = (sql: Sql) => readonly postgres.PendingQuery<postgres.Row[]>[];

/**
 * Sends begin, scope, every statement and commit without waiting in between, and answers the rows of each
 * statement. Any failure makes the commit a rollback, and the first failure is thrown.
 */
export const runPipeline = async (
  transactions: Sql,
  scope: OrgScope,
  statements: Statements,
): Promise<readonly Rows[]> => {
  const reserved = await transactions.reserve();
  const { sql, lease } = lend<Sql>(reserved);
  let lost = false;
  try {
    const queries = statements(sql);
    const opened = reserved.unsafe(`begin; ${setScope(scope)}`).execute();
    const sent = queries.map((query) => query.execute());
    const committed = reserved.unsafe("commit").execute();
    const results = await settle([opened, ...sent, committed]);
    if (results.at(-1)?.command !== "COMMIT") throw new TransactionRolledBack("the transaction was rolled back");
    return results.slice(1, -1);
  } catch (error) {
    lost = isConnectionLost(error);
    throw typedError(error);
  } finally {
    lease.end();
    // The driver has already dropped a lost connection; releasing it would offer the dead one to the next caller.
    if (!lost) reserved.release();
  }
};

/**
 * Waits until every query has an answer, then throws the first failure. A lost connection ends the wait at once:
 * queries that were queued behind it are never answered.
 */
const settle = async (
  queries: readonly Promise<postgres.RowList<postgres.Row[]>>[],
): Promise<readonly postgres.RowList<postgres.Row[]>[]> => {
  const lost = new Promise<never>((_, reject) => {
    for (const query of queries) query.catch((error) => isConnectionLost(error) && reject(error));
  });
  const settled = await Promise.race([Promise.allSettled(queries), lost]);
  return settled.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
};
