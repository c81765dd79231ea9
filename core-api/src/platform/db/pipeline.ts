import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import { TransactionRolledBack } from "./errors.ts";
import type { Lanes } from "./lanes.ts";
import { type OrgScope, setScope } from "./scope.ts";

type Rows = readonly postgres.Row[];
export type Statements = (sql: postgres.ISql) => readonly postgres.PendingQuery<postgres.Row[]>[];

/**
 * Sends begin, scope, every statement and commit without waiting in between, and answers the rows of each
 * statement. Any failure makes the commit a rollback, and the first failure is thrown.
 */
export const runPipeline = (lanes: Lanes, scope: OrgScope, statements: Statements): Promise<readonly Rows[]> =>
  lanes.use(async (connection) => {
    const { sql, end } = lend(connection.sql, {});
    connection.onLost(end);
    try {
      const queries = statements(sql);
      const opened = sql.unsafe(`begin; ${setScope(scope)}`).execute();
      const sent = queries.map((query) => query.execute());
      const commit = sql.unsafe("commit").execute();
      const outcomes = await Promise.allSettled([opened, ...sent, commit]);
      const results = outcomes.map((outcome) => {
        if (outcome.status === "rejected") throw outcome.reason;
        return outcome.value;
      });
      if (results.at(-1)?.command !== "COMMIT") throw new TransactionRolledBack("nothing of the pipeline was kept");
      return results.slice(1, -1);
    } finally {
      end();
    }
  });
