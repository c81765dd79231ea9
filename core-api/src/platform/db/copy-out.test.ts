import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import type { Database } from "./database.ts";
import { OrgUnset } from "./errors.ts";
import type { OrgScope } from "./scope.ts";

const rows = 20_000;
const lines = "select jsonb_build_object('id', id, 'name', name)::text from tenant.flow order by id";

let databases: TestDatabases;
let database: Database;
let scope: OrgScope;
beforeAll(async () => {
  databases = await createTestDatabases();
  database = databases.connect();
  scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", database: databases.tenants };
  await database.withOrg(
    scope,
    (tx) => tx`
      insert into tenant.flow (org_id, name)
      select app.org_id(), 'a "quoted" back\\slash, comma ' || i || repeat('x', 100) from generate_series(1, ${rows}::integer) i`,
  );
});
afterAll(() => databases.drop());

const read = async (from: OrgScope): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of database.copyOut(from, lines)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

test("streams every row of the org as a line that parses back, and none of another's", async () => {
  const parsed = (await read(scope))
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(parsed).toHaveLength(rows);
  expect(parsed[0]).toMatchObject({ name: expect.stringMatching(/^a "quoted" back\\slash, comma 1x/) });
  expect(await read({ ...scope, orgId: "0199a0b0-0000-7000-8000-00000000000b" })).toBe("");
  await expect(read({ ...scope, orgId: "" })).rejects.toBeInstanceOf(OrgUnset);
});

test("a failing select is thrown", async () => {
  const failing = async (): Promise<void> => {
    for await (const _ of database.copyOut(scope, "select (1 / 0)::text")) expect.unreachable();
  };
  await expect(failing()).rejects.toMatchObject({ code: "22012" });
});

// https://github.com/porsager/postgres/issues/1173: COPY on a pooled connection hangs it when the reader stops early.
test("fifty downloads that stop half-way leave no backend behind, and the pool still answers", async () => {
  const abort = async (): Promise<void> => {
    for await (const _ of database.copyOut(scope, lines)) break;
  };
  for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 5 }, abort));
  expect(await database.withOrg(scope, (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  expect(await database.call(scope, "flow_list", [false, null, 1])).toHaveLength(1);
  const server = databases.superuser(databases.tenants);
  await expect
    .poll(async () => {
      const left = await server`
        select from pg_stat_activity where datname = ${databases.tenants} and query ilike '%copy (%' and pid <> pg_backend_pid()`;
      return left.length;
    })
    .toBe(0);
});
