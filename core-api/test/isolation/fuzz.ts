import postgres from "postgres";
import type { TestDatabases } from "../postgres.ts";
import { type DescribedTable, describeTables } from "./described-table.ts";
import { type Made, makeRow, type Row } from "./row-maker.ts";

export const orgA = "0199a0b0-0000-7000-8000-00000000000a";
export const orgB = "0199a0b0-0000-7000-8000-00000000000b";
export const canaryB = "canary-b";

export interface Fixture {
  readonly tables: readonly DescribedTable[];
  /** Rows of both orgs. */
  readonly made: Made;
  /** Superuser: prepares and inspects, never stands in for the application. */
  readonly server: postgres.Sql;
  /** A bare connection of the application's role: what a program that forgot everything would have. */
  readonly app: postgres.Sql;
}

/** Two rows per table and org, and a bare connection of the application to attack them with. */
export const prepareFixture = async (databases: TestDatabases, database = databases.tenants): Promise<Fixture> => {
  const server = databases.superuser(database);
  const tables = await describeTables(server);
  const made = new Map<string, Row[]>();
  for (const org of [orgA, orgB]) {
    for (const table of tables) {
      for (let count = 0; count < 2; count += 1) {
        const row = makeRow(table, org, made, org === orgA ? "canary-a" : canaryB);
        // Tables keyed by their parent alone have room for one row.
        const [kept] = await server<
          Row[]
        >`insert into ${server(table.name)} ${server(row)} on conflict do nothing returning *`;
        if (kept !== undefined) made.set(table.name, [...(made.get(table.name) ?? []), kept]);
      }
    }
  }
  const app = databases.bare(database);
  return { tables, made, server, app };
};

/** `failed`: stopped by something else than isolation, a foreign key for example, so isolation had let it pass. */
export type Outcome = { readonly rows: number } | { readonly refused: string } | { readonly failed: string };

const refusedStates = new Set(["42501", "BW001", "BW002"]);

/** What one statement of the application does under a scope: how many rows, or the SQLSTATE of its refusal. Never kept. */
export const attempt = async (
  app: postgres.Sql,
  org: string | undefined,
  statement: (tx: postgres.TransactionSql) => Promise<{ readonly count: number }>,
): Promise<Outcome> => {
  const rolledBack = new Error("rolled back");
  let outcome: Outcome | undefined;
  await app
    .begin(async (tx) => {
      if (org !== undefined) await tx`select set_config('app.current_org_id', ${org}, true)`;
      const { count } = await statement(tx);
      outcome = { rows: count };
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error === rolledBack) return;
      if (!(error instanceof postgres.PostgresError)) throw error;
      outcome = refusedStates.has(error.code) ? { refused: error.code } : { failed: `${error.code} ${error.message}` };
    });
  if (outcome === undefined) throw new Error("the statement neither answered nor failed");
  return outcome;
};

/** A digest of every row of an org, to see that nothing of it has changed. */
export const digestOf = async ({ server, tables }: Fixture, org: string): Promise<string> => {
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await server<{ digest: string | null }[]>`
      select md5(string_agg(t::text, '|' order by t::text)) as digest from ${server(name)} t where org_id = ${org}`;
    parts.push(`${name}=${row?.digest ?? "none"}`);
  }
  return parts.join(" ");
};
