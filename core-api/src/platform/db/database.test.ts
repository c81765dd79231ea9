import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { connectDatabase, type Database } from "./database.ts";
import { OrgUnset, StatementTimeout } from "./errors.ts";
import type { OrgScope } from "./scope.ts";

let databases: TestDatabases;
let database: Database;
let scope: OrgScope;
let other: OrgScope;
beforeAll(async () => {
  databases = await createTestDatabases();
  database = databases.connect();
  scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", database: databases.tenants };
  other = { ...scope, orgId: "0199a0b0-0000-7000-8000-00000000000b" };
  const server = databases.superuser(databases.tenants);
  await server.unsafe(`
    create function app.probe(org uuid, actor uuid, t_in text, i_in integer, b_in boolean, j_in text, x_in bytea) returns table (
      org_seen uuid, t text, i integer, b boolean, j jsonb, x bytea) language plpgsql as $$
    begin
      perform app.enter(org, actor);
      return query select app.org_id(), t_in, i_in, b_in, j_in::jsonb, x_in;
    end $$;
    create function app.probe_slow(org uuid, actor uuid) returns void language sql as 'select pg_sleep(5)';
    create function app.probe_forgetful(org uuid, actor uuid) returns setof tenant.flow language sql as 'select * from tenant.flow';
    grant execute on all functions in schema app to bailiwick_app`);
});
afterAll(() => databases.drop());

describe("call", () => {
  test("passes every kind of argument and sets the org", async () => {
    const bytes = new Uint8Array([0, 255, 7]);
    const [row] = await database.call(scope, "probe", ["it's", 42, true, JSON.stringify({ a: [1, "ä"] }), bytes]);
    expect(row).toEqual({
      org_seen: scope.orgId,
      t: "it's",
      i: 42,
      b: true,
      j: { a: [1, "ä"] },
      x: Buffer.from(bytes),
    });
    const [empty] = await database.call(scope, "probe", [null, null, false, null, null]);
    expect(empty).toEqual({ org_seen: scope.orgId, t: null, i: null, b: false, j: null, x: null });
  });

  test("leaves no org behind for a function that sets none", async () => {
    await expect(database.call(scope, "probe_forgetful")).rejects.toBeInstanceOf(OrgUnset);
  });

  test("a thousand at once from two orgs keep apart", async () => {
    const rows = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        database.call<{ org_seen: string; i: number }>(i % 2 === 0 ? scope : other, "probe", ["", i, true, "1", null]),
      ),
    );
    for (const [i, [row]] of rows.entries()) {
      expect(row).toMatchObject({ i, org_seen: i % 2 === 0 ? scope.orgId : other.orgId });
    }
  });

  test("refuses a name that is no function name", async () => {
    for (const name of ["flow_get(null); drop schema app; --", "pg_catalog.now", "", "Flow"]) {
      await expect(database.call(scope, name)).rejects.toBeInstanceOf(TypeError);
    }
  });

  test("a slow function is cancelled", async () => {
    const impatient = databases.connect({ statementTimeoutMilliseconds: 50 });
    await expect(impatient.call(scope, "probe_slow")).rejects.toBeInstanceOf(StatementTimeout);
  });
});

describe("connections", () => {
  const connections = async (): Promise<number> => {
    const [row] = await databases.superuser(databases.tenants)<{ n: number }[]>`
      select count(*)::integer as n from pg_stat_activity where datname = ${databases.tenants} and usename = 'bailiwick_app'`;
    return row?.n ?? 0;
  };

  test("stay under the cap of a database, and go when the database is idle", async () => {
    const before = await connections();
    const own = databases.connect({ transactionsPerDatabase: 3, statementsPerDatabase: 2, idleSeconds: 1 });
    await Promise.all([
      ...Array.from({ length: 50 }, () => own.withOrg(scope, (tx) => tx`select pg_sleep(0.01)`)),
      ...Array.from({ length: 50 }, () => own.call(scope, "flow_list", [false, null, 1])),
    ]);
    expect(await connections()).toBeLessThanOrEqual(before + 5);
    await expect.poll(connections, { timeout: 5000, interval: 100 }).toBeLessThanOrEqual(before);
    expect(await own.call(scope, "flow_list", [false, null, 1])).toEqual([]);
  });

  test("close ends them all, and nothing runs afterwards", async () => {
    const own = connectDatabase({ url: databases.url, password: databases.passwords.app });
    await own.withOrg(scope, (tx) => tx`select 1`);
    await own.close();
    await expect(own.withOrg(scope, (tx) => tx`select 1`)).rejects.toThrow(/closed/);
    await expect(own.call(scope, "flow_list", [false, null, 1])).rejects.toThrow(/closed/);
  });
});
