import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../src/platform/db/client.ts";
import { createLanes, type Lanes } from "../../src/platform/db/lanes.ts";
import { runPipeline } from "../../src/platform/db/pipeline.ts";
import { type OrgScope, setScope } from "../../src/platform/db/scope.ts";
import { type Tx, runTransaction as transact } from "../../src/platform/db/transaction.ts";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";

const orgs = ["0199a0b0-0000-7000-8000-00000000000a", "0199a0b0-0000-7000-8000-00000000000b"] as const;

let databases: TestDatabases;
let lanes: Lanes;
beforeAll(async () => {
  databases = await createTestDatabases();
  lanes = createLanes({
    open: (onClose) =>
      openClient({
        url: databases.url,
        database: databases.tenants,
        user: "bailiwick_app",
        password: databases.passwords.app,
        max: 1,
        statementTimeoutMilliseconds: 40,
        onClose,
      }),
    max: 1,
    waitMilliseconds: 5000,
  });
});
afterAll(async () => {
  await lanes.close();
  await databases.drop();
});

/** What the next borrower of the only connection would find: its settings, and whether a transaction is open. */
const left = (): Promise<unknown> =>
  lanes.use(async ({ sql }) => {
    const [row] = await sql`
      select nullif(current_setting('app.current_org_id', true), '') as org,
             nullif(current_setting('app.current_user_id', true), '') as actor,
             now() <> statement_timestamp() as open`.simple();
    const seen = await sql`select * from tenant.flow`.then(
      () => "rows",
      (error: { code?: string }) => error.code,
    );
    return { ...row, seen };
  });

const runTransaction = <T>(pool: Lanes, under: OrgScope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  pool.use((connection) => transact(connection, `begin; ${setScope(under)}`, work));

const nothing = { org: null, actor: null, open: false, seen: "BW001" };

/** Ways in which a borrower may leave. Each resolves, whatever became of its work. */
const leave = {
  commit: (orgId) => runTransaction(lanes, scope(orgId), (tx) => tx`select count(*) from tenant.flow`),
  empty: (orgId) => runTransaction(lanes, scope(orgId), async () => undefined),
  throw: (orgId) => runTransaction(lanes, scope(orgId), () => Promise.reject(new Error("thrown"))),
  "throw late": (orgId) =>
    runTransaction(lanes, scope(orgId), async (tx) => {
      await tx`select count(*) from tenant.flow`;
      throw new Error("thrown");
    }),
  "bad query": (orgId) => runTransaction(lanes, scope(orgId), (tx) => tx`select 1 / 0`),
  "swallowed query": (orgId) =>
    runTransaction(lanes, scope(orgId), async (tx) => void (await tx`select 1 / 0`.catch(() => undefined))),
  // Nobody waits for it, and on a busy machine it runs into its time-out: that must be nobody's rejection either.
  unawaited: (orgId) =>
    runTransaction(
      lanes,
      scope(orgId),
      async (tx) => void tx`select count(*) from tenant.flow`.execute().catch(() => undefined),
    ),
  timeout: (orgId) => runTransaction(lanes, scope(orgId), (tx) => tx`select pg_sleep(1)`),
  cancel: (orgId) =>
    runTransaction(lanes, scope(orgId), async (tx) => {
      const query = tx`select pg_sleep(0.03)`;
      setTimeout(() => query.cancel(), 5);
      await query;
    }),
  savepoint: (orgId) =>
    runTransaction(lanes, scope(orgId), (tx) => tx.savepoint((inner) => inner`select 1 / 0`).catch(() => undefined)),
  pipeline: (orgId) =>
    runPipeline(lanes, scope(orgId), (sql) => [sql`select 1`, sql`select count(*) from tenant.flow`]),
  "bad pipeline": (orgId) =>
    runPipeline(lanes, scope(orgId), (sql) => [sql`select 1`, sql`select 1 / 0`, sql`select 2`]),
  "own commit": (orgId) => runTransaction(lanes, scope(orgId), async (tx) => void (await tx.unsafe("commit"))),
  "session setting": (orgId) =>
    runTransaction(lanes, scope(orgId), (tx) => tx`select set_config('app.current_org_id', ${orgId}, true)`),
  terminate: (orgId) => runTransaction(lanes, scope(orgId), (tx) => tx`select pg_terminate_backend(pg_backend_pid())`),
} satisfies Record<string, (orgId: string) => Promise<unknown>>;

const scope = (orgId: string) => ({ orgId, userId: orgId, database: databases.tenants });
const ways = Object.keys(leave) as (keyof typeof leave)[];

describe("on a pool of one connection the next borrower finds no org", () => {
  test.each(ways)("after: %s", async (way) => {
    await leave[way](orgs[0]).catch(() => undefined);
    expect(await left()).toEqual(nothing);
  });

  test("whatever two orgs do in turn", async () => {
    const step = fc.record({ way: fc.constantFrom(...ways), org: fc.constantFrom(...orgs) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const { way, org } of steps) {
          await leave[way](org).catch(() => undefined);
          const [seen] = await runTransaction(
            lanes,
            scope(org),
            (tx) => tx`select app.org_id() as org, app.user_id() as actor`,
          );
          expect(seen).toEqual({ org, actor: org });
        }
        expect(await left()).toEqual(nothing);
      }),
      { numRuns: 40 },
    );
  });

  test("and whatever they do at the same time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        const org = orgs[index % 2] ?? "";
        await leave[ways[index % ways.length] ?? "commit"](org).catch(() => undefined);
        const [row] = await runTransaction(lanes, scope(org), (tx) => tx`select app.org_id() as org`);
        return row?.org === org;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
    expect(await left()).toEqual(nothing);
  });
});
