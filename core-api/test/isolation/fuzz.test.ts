import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyDatabase, createTestDatabases, dropDatabase, type TestDatabases } from "../postgres.ts";
import { attackAll, type Breach } from "./attack.ts";
import { digestOf, type Fixture, orgA, orgB, prepareFixture } from "./fuzz.ts";

let databases: TestDatabases;
let fixture: Fixture;
beforeAll(async () => {
  databases = await createTestDatabases();
  fixture = await prepareFixture(databases);
});
afterAll(() => databases.drop());

test("the fixture has rows of both orgs in every table", () => {
  expect(fixture.tables.length).toBeGreaterThanOrEqual(6);
  for (const { name } of fixture.tables) {
    const orgs = new Set(fixture.made.get(name)?.map(({ org_id }) => org_id));
    expect([name, ...orgs]).toEqual([name, orgA, orgB]);
  }
});

test("no statement of the application reaches another org's rows, or any without an org", async () => {
  const before = await digestOf(fixture, orgB);
  expect(await attackAll(fixture)).toEqual([]);
  expect(await digestOf(fixture, orgB)).toBe(before);
});

describe("a broken schema is caught by its rows", () => {
  const broken: readonly { readonly name: string; readonly sql: string; readonly expected: Partial<Breach> }[] = [
    {
      name: "row security switched off",
      sql: "alter table tenant.flow disable row level security",
      expected: { table: "tenant.flow", verb: "select", scope: "other" },
    },
    {
      name: "a policy that lets every row be read",
      sql: "alter policy org_select on tenant.session using (true)",
      expected: { table: "tenant.session", verb: "select", scope: "unset" },
    },
    {
      name: "WITH CHECK removed",
      sql: "alter policy org_insert on tenant.app_user with check (true)",
      expected: { table: "tenant.app_user", verb: "insert", scope: "other" },
    },
    {
      name: "an update that may hand a row over",
      sql: "alter policy org_update on tenant.app_user with check (true)",
      expected: { table: "tenant.app_user", verb: "hand over", scope: "other" },
    },
    {
      name: "an org reader that says nothing when unset",
      sql: `create or replace function app.org_id() returns uuid language sql stable as $$
        select nullif(current_setting('app.current_org_id', true), '')::uuid $$`,
      expected: { table: "tenant.flow", verb: "select", scope: "unset" },
    },
    {
      name: "TRUNCATE granted",
      sql: "grant truncate on tenant.flow_version to bailiwick_app",
      expected: { table: "tenant.flow_version", verb: "truncate", scope: "own" },
    },
    {
      name: "a hot function that runs as a superuser",
      sql: "alter function app.flow_list(uuid, uuid, boolean, uuid, integer) owner to postgres; alter function app.flow_list(uuid, uuid, boolean, uuid, integer) security definer",
      expected: { table: "app.flow_list", verb: "call", scope: "other" },
    },
    {
      name: "has_role with the caller's rights",
      sql: "alter function app.has_role(text) security invoker; revoke select on tenant.user_roles from bailiwick_app",
      expected: { table: "app.has_role", verb: "call", scope: "own" },
    },
  ];

  test.each(broken)("$name", async ({ sql, expected }) => {
    const name = `${databases.tenants}_broken`;
    await copyDatabase(databases, "tenant_template", name);
    try {
      const copy = await prepareFixture(databases, name);
      await copy.server.unsafe(sql);
      expect(await attackAll(copy)).toContainEqual(expect.objectContaining(expected));
    } finally {
      await dropDatabase(databases, name);
    }
  });
});
