import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";

const org = "0199a0b0-0000-7000-8000-00000000000a";
const rows = 20_000;

let databases: TestDatabases;
let server: postgres.Sql;
let app: postgres.Sql;
beforeAll(async () => {
  databases = await createTestDatabases();
  server = databases.superuser(databases.tenants);
  app = databases.bare(databases.tenants);
  // Half of the rows belong to one org, the rest to a hundred small ones: the planner must choose the index for both.
  const owner = `case when i % 2 = 0 then '${org}'::uuid else ('0199a0b0-0000-7000-8000-' || lpad(to_hex(1000 + i % 100), 12, '0'))::uuid end`;
  await server.unsafe(`
    set session_replication_role = replica;
    insert into tenant.app_user (org_id, email, name) select ${owner}, 'u' || i || '@example.test', 'U' from generate_series(1, ${rows}) i;
    insert into tenant.user_roles (org_id, user_id, role) select org_id, id, 'member' from tenant.app_user;
    insert into tenant.session (org_id, user_id, token_hash, absolute_expires_at)
      select org_id, id, sha256(id::text::bytea), now() + '1 hour' from tenant.app_user;
    insert into tenant.flow (org_id, name, trashed_at) select ${owner}, 'F' || i, case when i % 20 < 12 then now() end from generate_series(1, ${rows}) i;
    insert into tenant.flow_version (org_id, flow_id, version, name, description, definition) select org_id, id, 1, name, '', '{}' from tenant.flow;
    insert into tenant.audit_event (org_id, actor_kind, actor_id, action)
      select ${owner}, 'user', gen_random_uuid(), 'flow.' || (array['created', 'updated'])[1 + i % 2] from generate_series(1, ${rows}) i;
    reset session_replication_role`);
  await server`analyze`;
}, 60_000);
afterAll(() => databases.drop());

/** Lists and look-ups as the API sends them, with the index that must answer each. */
const queries = [
  ["a page of live flows", "tenant.flow where trashed_at is null order by id desc limit 51", "flow_live"],
  [
    "the next page",
    "tenant.flow where trashed_at is null and id < 'ffffffff-0000-7000-8000-000000000000' order by id desc limit 51",
    "flow_live",
  ],
  ["a page of the trash", "tenant.flow where trashed_at is not null order by id desc limit 51", "flow_trashed"],
  [
    "versions of a flow",
    "tenant.flow_version where flow_id = '0199a0b0-0000-7000-8000-000000000001' order by version desc limit 51",
    "flow_version_pk",
  ],
  ["a page of users", "tenant.app_user order by id desc limit 51", "app_user_pk"],
  ["a user by address", "tenant.app_user where email_lc = 'u7@example.test'", "app_user_email_unique"],
  ["a session by token", "tenant.session where token_hash = sha256('x')", "session_token_unique"],
  ["a page of events", "tenant.audit_event order by id desc limit 51", "audit_event_pk"],
  [
    "events of one action",
    "tenant.audit_event where action = 'flow.none' order by id desc limit 51",
    "audit_event_by_action",
  ],
  [
    "events of one actor",
    "tenant.audit_event where actor_id = '0199a0b0-0000-7000-8000-000000000001' order by id desc limit 51",
    "audit_event_by_actor",
  ],
  [
    "events of an hour",
    "tenant.audit_event where occurred_at < now() - interval '1 hour' order by occurred_at desc, id desc limit 51",
    "audit_event_by_time",
  ],
] as const;

interface Plan {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

const planOf = (text: string, asOrg: string): Promise<Plan> =>
  app.begin(async (tx) => {
    await tx`select set_config('app.current_org_id', ${asOrg}, true)`;
    const [row] = await tx.unsafe<{ "QUERY PLAN": readonly { Plan: Plan }[] }[]>(
      `explain (format json) select * from ${text}`,
    );
    const plan = row?.["QUERY PLAN"][0]?.Plan;
    if (plan === undefined) throw new Error("no plan");
    return plan;
  });

describe("a list query reads the index that its org leads, in order, and nothing else", () => {
  test.each(queries)("%s", async (_, text, index) => {
    const plan = nodes(await planOf(text, org));
    const types = plan.map((node) => node["Node Type"]);
    expect(types).not.toContain("Seq Scan");
    expect(types).not.toContain("Sort");
    expect(plan.find((node) => node["Index Name"] === index)?.["Index Cond"]).toMatch(/org_id = /);
    // The few rows of a small org may be read by another of its indexes and sorted.
    const small = nodes(await planOf(text, "0199a0b0-0000-7000-8000-000000001001"));
    expect(small.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(small.some((node) => /org_id = /.test(node["Index Cond"] ?? ""))).toBe(true);
  });

  test("an index on lower(email) would not be used: the reason for the stored column", async () => {
    await server`create index by_lower on tenant.app_user (org_id, lower(email))`;
    await server`analyze tenant.app_user`;
    const plan = nodes(await planOf("tenant.app_user where lower(email) = 'u7@example.test'", org));
    expect(plan.some((node) => /lower/.test(node["Index Cond"] ?? ""))).toBe(false);
    await server`drop index tenant.by_lower`;
  });
});

describe("a one-statement function scans no table, not even with its generic plan", () => {
  // What the tests before have scanned is counted a second later or more: on a slow machine, while the functions are watched.
  beforeAll(async () => {
    const both = (text: string) => Promise.all([server.unsafe(text), server.unsafe(text)]);
    await both("select pg_stat_force_next_flush(), pg_sleep(0.2)");
    await both("select pg_sleep(0.2)");
  });

  test.each([
    ["flow_get", "select app.flow_get($1, null, uuidv7())"],
    ["flow_list", "select app.flow_list($1, null, false, null, 51)"],
    ["flow_list, next page", "select app.flow_list($1, null, false, uuidv7(), 51)"],
    ["flow_list of the trash", "select app.flow_list($1, null, true, null, 51)"],
    ["session_touch", "select app.session_touch($1, null, sha256('x'), 3600)"],
    ["session_end", "select app.session_end($1, null, sha256('x'))"],
    ["sign_in_candidate", "select app.sign_in_candidate($1, null, 'U7@example.test')"],
  ])("%s", async (_, text) => {
    const scans = async (): Promise<number> => {
      await app`select pg_stat_force_next_flush()`;
      await app`select 1`; // the flush happens when the next statement is done
      const [row] = await server<{ scans: number }[]>`
        select sum(seq_scan)::integer as scans from pg_stat_user_tables where schemaname = 'tenant'`;
      return row?.scans ?? -1;
    };
    const before = await scans();
    for (let round = 0; round < 8; round += 1) await app.unsafe(text, [org]);
    expect(await scans()).toBe(before);
  });

  test("the count would notice one", async () => {
    const count = async (): Promise<number> =>
      (
        await server<{ scans: number }[]>`
        select sum(seq_scan)::integer as scans from pg_stat_user_tables where schemaname = 'tenant'`
      )[0]?.scans ?? -1;
    const before = await count();
    await app.begin(async (tx) => {
      await tx`select set_config('app.current_org_id', ${org}, true)`;
      await tx`select set_config(name, 'off', true) from unnest(array['enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan']) name`;
      await tx`select count(*) from tenant.flow`;
    });
    await app`select pg_stat_force_next_flush()`;
    await app`select 1`;
    expect(await count()).toBeGreaterThan(before);
  });
});
