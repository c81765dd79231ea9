import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapDatabases, migrateAll } from "@bailiwick/core-api/db";
import { createEmbeddedPostgres } from "@bailiwick/core-api/embedded-postgres";
import postgres from "postgres";
import { type Contender, compare } from "./paired.ts";
import { freePort } from "./ports.ts";
import type { Effort, Goal, Suite } from "./suite.ts";

/** A list query as the API sends it under row security, and as a careful hand would write it without. */
interface ListQuery {
  readonly name: string;
  readonly table: string;
  readonly rest: string;
}

const queries: readonly ListQuery[] = [
  { name: "page of 100 flows", table: "flow", rest: "trashed_at is null order by id desc limit 100" },
  { name: "page of 100 audit events", table: "audit_event", rest: "true order by id desc limit 100" },
  {
    name: "page of 100 audit events of one action",
    table: "audit_event",
    rest: "action = 'flow.updated' order by id desc limit 100",
  },
  { name: "page of 100 users", table: "app_user", rest: "true order by id desc limit 100" },
];

const small = "00000000-0000-7000-8000-000000000007";

/**
 * What row security costs Postgres on every list query, with one tenant that owns half of the rows and 500 small ones:
 * execution time of the same plan with the policy and with a hand-written `where org_id = …` on a copy of the table
 * without row security. The ratio is time against time: at most the bound.
 */
export const policyCost: Suite = {
  name: "policy-cost",
  async run(effort, note) {
    const folder = await mkdtemp(join(tmpdir(), "bailiwick-bench-"));
    await chmod(folder, 0o755); // root's server runs as another user, who must be able to enter
    const port = await freePort();
    const password = randomBytes(18).toString("base64url");
    const server = createEmbeddedPostgres({
      dataDir: join(folder, "postgres"),
      port,
      password,
      durable: false,
      settings: { shared_buffers: "512MB", jit: "off", max_parallel_workers_per_gather: "0" },
    });
    await server.start();
    try {
      const secret = () => randomBytes(18).toString("base64url");
      const passwords = { app: secret(), platformAdmin: secret(), migrator: secret(), auditor: secret() };
      await bootstrapDatabases({ superuserUrl: server.superuserUrl, passwords });
      await migrateAll({ url: `${server.url}/catalog`, password: passwords.migrator });
      const owner = postgres(server.superuserUrl, { database: "tenants", max: 1, onnotice: () => undefined });
      await fill(owner, effort.rows, note);
      const app = postgres(`${server.url}/tenants`, { user: "bailiwick_app", password: passwords.app, max: 1 });
      const goals = await measure(app, effort, note);
      await Promise.all([app.end(), owner.end()]);
      return goals;
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const fill = async (sql: postgres.Sql, rows: number, note: (line: string) => void): Promise<void> => {
  note(`filling ${rows} rows a table`);
  const org = `('00000000-0000-7000-8000-' || lpad(to_hex(case when i % 2 = 0 then 0 else 1 + (i / 2) % 500 end), 12, '0'))::uuid`;
  await sql.unsafe("set session_replication_role = replica");
  await sql.unsafe(`insert into tenant.app_user (org_id, email, name)
    select ${org}, 'user' || i || '@example.test', 'User ' || i from generate_series(1, ${rows}) i`);
  await sql.unsafe(`insert into tenant.flow (org_id, name, definition, trashed_at)
    select ${org}, 'Flow ' || i, '{"steps": []}', case when i % 20 < 2 then now() end from generate_series(1, ${rows}) i`);
  await sql.unsafe(`insert into tenant.audit_event (org_id, actor_kind, action, target_type, details)
    select ${org}, 'user', 'flow.' || (array['created', 'updated', 'deleted'])[1 + i % 3], 'flow', '{"n": 1}' from generate_series(1, ${rows}) i`);
  await sql.unsafe("create schema bare; grant usage on schema bare to bailiwick_app");
  for (const table of new Set(queries.map((query) => query.table))) {
    await sql.unsafe(`create table bare.${table} (like tenant.${table} including indexes including generated)`);
    const columns = await sql<{ name: string }[]>`
      select attname as name from pg_attribute
       where attrelid = ${`tenant.${table}`}::regclass and attnum > 0 and attgenerated = '' and not attisdropped`;
    const list = columns.map(({ name }) => name).join(", ");
    await sql.unsafe(`insert into bare.${table} (${list}) select ${list} from tenant.${table}`);
    await sql.unsafe(`grant select on bare.${table} to bailiwick_app`);
  }
  await sql.unsafe("vacuum analyze");
};

const measure = async (app: postgres.Sql, effort: Effort, note: (line: string) => void): Promise<Goal[]> => {
  const goals: Goal[] = [];
  for (const { name, table, rest } of queries) {
    const plain = `select * from bare.${table} where org_id = '${small}' and ${rest}`;
    const guarded = `select * from tenant.${table} where ${rest}`;
    const base = explained(app, `${name}, hand-written where`, plain, effort);
    const subject = explained(app, `${name}, by policy`, guarded, effort);
    const [comparison] = await compare(base, [subject], effort.rounds, () => undefined);
    if (comparison === undefined) throw new Error("nothing was compared");
    note(`${name}: ${comparison.ratio.median.toFixed(2)}`);
    goals.push({ id: "G5", promise: "row security costs almost nothing", comparison, bound: { atMost: 1.25 } });
  }
  return goals;
};

/** Mean execution time of a statement in milliseconds, as Postgres measured it itself, in place of a rate. */
const explained = (app: postgres.Sql, name: string, statement: string, effort: Effort): Contender => ({
  name,
  async slice() {
    const times = Math.max(5, Math.round(effort.sliceSeconds * 40));
    let total = 0;
    for (let n = 0; n < times; n++) {
      total += await app.begin(async (tx) => {
        await tx`select app.enter(${small}, null)`;
        const [row] = await tx.unsafe(`explain (analyze, timing off, format json) ${statement}`);
        const plan: unknown = row?.["QUERY PLAN"];
        return executionMillis(plan);
      });
    }
    return { rate: total / times };
  },
});

const executionMillis = (plan: unknown): number => {
  const [first] = Array.isArray(plan) ? (plan as readonly Record<string, unknown>[]) : [];
  const millis = first?.["Execution Time"];
  if (typeof millis !== "number") throw new TypeError("Postgres did not tell the execution time");
  return millis;
};
