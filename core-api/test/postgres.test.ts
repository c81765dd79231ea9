import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "./postgres.ts";

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases();
});
afterAll(() => databases.drop());

test("a test file has a migrated catalog and tenant database of its own", async () => {
  const [row] = await databases.platform().catalog`select name, kind from catalog.tenant_database`;
  expect(row).toEqual({ name: databases.tenants, kind: "shared" });
  const orgId = "0199a0b0-0000-7000-8000-000000000001";
  const database = databases.connect();
  const rows = await database.call({ orgId, database: databases.tenants }, "flow_list", [false, null, 10]);
  expect(rows).toEqual([]);
});
