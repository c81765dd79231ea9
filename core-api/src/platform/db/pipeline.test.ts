import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import type { Database } from "./database.ts";
import { ConnectionLost, OrgUnset, ScopeEnded } from "./errors.ts";
import type { OrgScope } from "./scope.ts";

let databases: TestDatabases;
let database: Database;
let scope: OrgScope;
let other: OrgScope;
beforeAll(async () => {
  databases = await createTestDatabases();
  database = databases.connect({ transactionsPerDatabase: 1 });
  scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", database: databases.tenants };
  other = { ...scope, orgId: "0199a0b0-0000-7000-8000-00000000000b" };
});
afterAll(() => databases.drop());

const count = async (): Promise<unknown> =>
  (await database.pipeline(scope, (sql) => [sql`select count(*)::integer as n from tenant.flow`]))[0]?.[0]?.n;

test("answers the rows of every statement in order, in one transaction under the org", async () => {
  const [made, seen, where] = await database.pipeline(scope, (sql) => [
    sql`insert into tenant.flow (org_id, name) values (app.org_id(), ${"one"}) returning name`,
    sql`select name from tenant.flow where name = ${"one"}`,
    sql`select app.org_id() as org, pg_current_xact_id_if_assigned() is not null as writing`,
  ]);
  expect(made).toEqual([{ name: "one" }]);
  expect(seen).toEqual([{ name: "one" }]);
  expect(where).toEqual([{ org: scope.orgId, writing: true }]);
  expect(await count()).toBe(1);
});

test("a failing statement rolls everything back and its own error is thrown", async () => {
  const attempt = database.pipeline(scope, (sql) => [
    sql`insert into tenant.flow (org_id, name) values (app.org_id(), ${"two"})`,
    sql`select 1 / ${0}::integer as broken`,
    sql`insert into tenant.flow (org_id, name) values (app.org_id(), ${"three"})`,
  ]);
  await expect(attempt).rejects.toMatchObject({ code: "22012" });
  expect(await count()).toBe(1);
});

test("rows of another org are refused", async () => {
  const attempt = database.pipeline(scope, (sql) => [
    sql`insert into tenant.flow (org_id, name) values (${other.orgId}, ${"theirs"})`,
  ]);
  await expect(attempt).rejects.toMatchObject({ code: "42501" });
});

test("a builder that throws sends nothing and gives the connection back", async () => {
  await expect(
    database.pipeline(scope, () => {
      throw new RangeError("no");
    }),
  ).rejects.toBeInstanceOf(RangeError);
  expect(await count()).toBe(1);
});

test("its client is dead afterwards", async () => {
  let late: Promise<unknown> | undefined;
  await database.pipeline(scope, (sql) => {
    late = Promise.resolve()
      .then(() => new Promise((resolve) => setTimeout(resolve, 100)))
      .then(() => sql`select 1`);
    return [sql`select 1`];
  });
  await expect(late).rejects.toBeInstanceOf(ScopeEnded);
});

test("a connection lost in the middle is said so, and the next caller gets a new one without an org", async () => {
  const server = databases.superuser(databases.tenants);
  const attempt = database.pipeline(scope, (sql) => [
    sql`insert into tenant.flow (org_id, name) values (app.org_id(), ${"lost"})`,
    sql`select pg_sleep(${2})`,
    sql`select ${1}::integer as never`,
  ]);
  const failed = expect(attempt).rejects.toBeInstanceOf(ConnectionLost);
  await expect
    .poll(async () => {
      const killed = await server`
        select pg_terminate_backend(pid) from pg_stat_activity
         where datname = ${databases.tenants} and query like '%pg_sleep%' and usename = 'bailiwick_app' and state = 'active'`;
      return killed.length;
    })
    .toBeGreaterThan(0);
  await failed;
  expect(await count()).toBe(1);
  await expect(database.call({ ...scope, orgId: "" }, "flow_get")).rejects.toBeInstanceOf(OrgUnset);
});

test("five hundred at once from two orgs keep apart on one connection", async () => {
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, index) =>
      database.pipeline(index % 2 === 0 ? scope : other, (sql) => [sql`select app.org_id() as org`]),
    ),
  );
  for (const [index, [rows]] of answers.entries()) {
    expect(rows).toEqual([{ org: index % 2 === 0 ? scope.orgId : other.orgId }]);
  }
});
