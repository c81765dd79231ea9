import type postgres from "postgres";
import { lend } from "./borrowed.ts";
import type { Sql } from "./client.ts";
import { typedError } from "./errors.ts";
import { type OrgScope, setScope } from "./scope.ts";

export type Tx = postgres.TransactionSql;

/**
 * One transaction under one org: committed when `work` resolves, rolled back when it rejects or any of its queries
 * failed. The scope is sent together with the first query of `work`; after the end `tx` sends nothing any more.
 */
export const runTransaction = async <T>(
  transactions: Sql,
  scope: OrgScope,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  let end = (): void => undefined;
  // `begin` flattens arrays of queries in its result type; a box keeps the result what it was.
  const box: { result?: T } = {};
  try {
    await transactions.begin(async (raw) => {
      const { sql: tx, lease } = lend(raw);
      end = lease.end;
      const scoped = raw.unsafe(setScope(scope)).execute();
      const [result] = await Promise.all([work(tx), scoped]);
      box.result = result;
    });
    return box.result as T;
  } catch (error) {
    throw typedError(error);
  } finally {
    end();
  }
};
