import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import type { Sql } from "./safe-client.ts";

let databases: TestDatabases;
let app: Sql;
let admin: Sql;
let orgId: string;
beforeAll(async () => {
  databases = await createTestDatabases();
  app = databases.connect().catalog;
  admin = databases.platform().catalog;
  const [org] = await admin<{ id: string }[]>`
    insert into catalog.org (slug, name, plan, region, database_id, state)
    select 'acme', 'Acme', 'starter', 'eu', id, 'active' from catalog.tenant_database returning id`;
  orgId = org?.id ?? "";
});
afterAll(() => databases.drop());

describe("the application in the catalog", () => {
  test("reads no table", async () => {
    const tables = await admin<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c where relnamespace = 'catalog'::regnamespace and relkind = 'r'`;
    expect(tables.length).toBeGreaterThanOrEqual(7);
    for (const { name } of tables) {
      await expect(app.unsafe(`select * from ${name}`)).rejects.toMatchObject({ code: "42501" });
      await expect(app.unsafe(`delete from ${name}`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("finds an org by slug or id, with the database its rows are in", async () => {
    const expected = [
      expect.objectContaining({ id: orgId, slug: "acme", database: databases.tenants, state: "active", allowlist: [] }),
    ];
    expect(await app`select * from catalog.org_by_slug('acme')`).toEqual(expected);
    expect(await app`select * from catalog.org_by_id(${orgId})`).toEqual(expected);
    expect(await app`select * from catalog.org_by_slug('acme'' or true')`).toEqual([]);
  });

  test("sets an allowlist, which the edge then sees", async () => {
    expect(await app`select * from catalog.edge_policies()`).toEqual([]);
    const [set] =
      await app`select catalog.set_allowlist(${orgId}, ${["10.0.0.0/8", "2001:db8::/32"]}::cidr[]) as allow`;
    expect(set).toEqual({ allow: [] }); // what it replaced
    expect(await app`select * from catalog.edge_policies()`).toEqual([
      { slug: "acme", allowlist: ["10.0.0.0/8", "2001:db8::/32"] },
    ]);
  });
});

describe("a sign-up", () => {
  interface Begun {
    readonly id: string;
    readonly created: boolean;
    readonly same: boolean;
    readonly state: string;
  }
  const key = (text: string): Uint8Array => createHash("sha256").update(text).digest();
  const begin = async (hash: Uint8Array | null, request: unknown): Promise<Begun> => {
    const [row] = await app<Begun[]>`select * from catalog.sign_up_begin(${hash}, ${JSON.stringify(request)}::text)`;
    if (row === undefined) throw new Error("no row");
    return row;
  };
  const request = (slug: string) => ({ slug, owner: { email: "a@example.test", passwordHash: randomUUID() } });

  test("is recorded once for a key, and says whether a repetition is the same", async () => {
    const first = await begin(key("k1"), request("one"));
    expect(first).toMatchObject({ created: true, same: true, state: "pending" });
    expect(await begin(key("k1"), request("one"))).toMatchObject({ id: first.id, created: false, same: true });
    expect(await begin(key("k1"), request("two"))).toMatchObject({ id: first.id, created: false, same: false });
    expect((await begin(null, request("one"))).id).not.toBe((await begin(null, request("one"))).id);
  });

  test("ten at once with one key are one", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => begin(key("k2"), request("three"))));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });

  test("shows its state and never the request", async () => {
    const { id } = await begin(key("k3"), request("four"));
    const [row] = await app`select * from catalog.sign_up_get(${id})`;
    expect(row).toMatchObject({ id, state: "pending", step: "accepted", slug: "four", error: null });
    expect(JSON.stringify(row)).not.toContain("passwordHash");
  });
});

test("the log of the platform only grows", async () => {
  await app`select catalog.record_platform_event('platform_admin', null, 'tenant.listed', null, null, 'success', 'req-1', null)`;
  expect(await admin`select action from catalog.platform_event`).toEqual([{ action: "tenant.listed" }]);
  for (const change of [
    "update catalog.platform_event set action = 'x.y'",
    "delete from catalog.platform_event",
    "truncate catalog.platform_event",
  ]) {
    await expect(admin.unsafe(change)).rejects.toMatchObject({ code: "42501" });
    await expect(databases.superuser(databases.catalog).unsafe(change)).rejects.toMatchObject({ code: "BW002" });
  }
});
