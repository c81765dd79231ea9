import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lintCatalog, lintTenantDatabase } from "../../../test/isolation/lint.ts";
import { startEmptyServer, type TestServer } from "../../../test/test-server.ts";
import { migrateRegion } from "../../cli/migrate-region.ts";
import { claimName } from "../../modules/sign-up/steps/claim-name.ts";
import { createOwner } from "../../modules/sign-up/steps/create-owner.ts";
import { place } from "../../modules/sign-up/steps/place.ts";
import { readConfig } from "../config.ts";
import { chooseTenantLocation } from "./choose-server.ts";
import { connectDatabase, type Database } from "./database.ts";
import { OrgUnset } from "./errors.ts";
import type { MigratorOptions } from "./migrate.ts";
import { migrateAll } from "./migrate-all.ts";
import { connectPlatform, type Platform } from "./platform.ts";
import { ensureTenantDatabase } from "./tenant-database.ts";

// The catalog on one server, tenant databases on it and on another.
const stops: (() => Promise<void>)[] = [];
const open: { close(): Promise<void> }[] = [];
let near: TestServer;
let far: TestServer;
let variables: Record<string, string>;
let migrator: MigratorOptions;
let platform: Platform;
let database: Database;

const superuser = ({ superuserUrl }: TestServer): string => {
  const { username, password } = new URL(superuserUrl);
  return JSON.stringify({ username, password: decodeURIComponent(password) });
};

beforeAll(async () => {
  const [one, two] = await Promise.all([startEmptyServer(), startEmptyServer()]);
  stops.push(one.stop, two.stop);
  [near, far] = [one.server, two.server];
  const { app, platformAdmin, migrator: password } = near.passwords;
  variables = {
    BAILIWICK_DATABASE_URL: near.url,
    BAILIWICK_TENANT_SERVERS: JSON.stringify({ near: near.url, "far-1": far.url }),
    BAILIWICK_DATABASE_SUPERUSER: superuser(near),
    BAILIWICK_TENANT_SUPERUSER_NEAR: superuser(near),
    BAILIWICK_TENANT_SUPERUSER_FAR_1: superuser(far),
    BAILIWICK_DATABASE_APP_PASSWORD: app,
    BAILIWICK_DATABASE_ADMIN_PASSWORD: platformAdmin,
    BAILIWICK_DATABASE_MIGRATOR_PASSWORD: password,
  };
  const settings = await readConfig(variables, [
    "databases",
    "databaseWaitSeconds",
    "databaseIam",
    "rolePasswords",
    "superuserUrl",
    "tenantSuperusers",
    "migratorPassword",
  ]);
  migrator = { ...settings.databases, password };
  await migrateRegion(settings);
  platform = connectPlatform({ ...settings.databases, password: platformAdmin });
  database = connectDatabase({ ...settings.databases, password: app });
  open.push(platform, database);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await Promise.all(stops.map((stop) => stop()));
});

const namesOn = async ({ superuserUrl }: TestServer): Promise<readonly string[]> => {
  const sql = postgres(superuserUrl, { max: 1 });
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database where datname !~ '^template[01]$' order by 1`;
  await sql.end();
  return rows.map(({ name }) => name);
};

test("every server gets what belongs on it, and keeps every isolation promise", async () => {
  expect(await namesOn(near)).toEqual(["catalog", "postgres", "tenant_template", "tenants"]);
  expect(await namesOn(far)).toEqual(["postgres", "tenant_template", "tenants"]);
  for (const [{ superuserUrl }, name, lint] of [
    [near, "catalog", lintCatalog],
    [near, "tenants", lintTenantDatabase],
    [far, "tenants", lintTenantDatabase],
  ] as const) {
    const sql = postgres(superuserUrl, { database: name, max: 1 });
    expect(await lint(sql)).toEqual([]);
    await sql.end();
  }
  expect((await migrateAll(migrator)).map(({ database }) => database).toSorted()).toEqual([
    "catalog",
    "far-1/tenants",
    "near/tenants",
  ]);
});

test("rows go to the server of their location and to no other", async () => {
  const orgId = "0199a0b0-0000-7000-8000-00000000000a";
  const count = (location: string) =>
    database.withOrg({ orgId, database: location }, async (tx) => {
      const [row] = await tx<{ flows: number }[]>`select count(*)::int as flows from tenant.flow`;
      return row?.flows;
    });
  await database.withOrg({ orgId, database: "far-1/tenants" }, async (tx) => {
    await tx`insert into tenant.flow (org_id, name) values (${orgId}, 'x')`;
  });
  expect([await count("far-1/tenants"), await count("near/tenants")]).toEqual([1, 0]);
  const across = async (location: string) =>
    (await platform.tenant(location)`select count(*)::int as flows from tenant.flow`)[0]?.flows;
  expect([await across("far-1/tenants"), await across("near/tenants")]).toEqual([1, 0]);
});

test.each([
  ["near/catalog", OrgUnset],
  ["catalog", OrgUnset],
  ["far-1/tenants/x", OrgUnset],
  ["Far/tenants", OrgUnset],
  ["gone/tenants", TypeError],
  ["tenants", TypeError], // on "main", which this region has not
])("the location %s leads nowhere", async (location, kind) => {
  const scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", database: location };
  await expect(database.withOrg(scope, async (tx) => tx`select 1`)).rejects.toBeInstanceOf(kind);
});

test("dedicated databases are spread, and who asks again for one is sent to the same server", async () => {
  const locations: string[] = [];
  for (const name of ["tenant_a", "tenant_b", "tenant_c"]) {
    const location = await chooseTenantLocation(migrator, name);
    locations.push((await ensureTenantDatabase(migrator, location)).location);
  }
  expect(locations).toEqual(["far-1/tenant_a", "near/tenant_b", "far-1/tenant_c"]);
  expect(await chooseTenantLocation(migrator, "tenant_a")).toBe("far-1/tenant_a");
  // Stopped after the database was made and before it was entered: near would have the fewest now.
  const sql = postgres(far.superuserUrl, { max: 1 });
  await sql`create database tenant_halfway owner bailiwick_owner template tenant_template`;
  await sql.end();
  expect(await chooseTenantLocation(migrator, "tenant_halfway")).toBe("far-1/tenant_halfway");
});

test("a database on a server that the region is not told of fails by itself, and is named", async () => {
  await platform.catalog`insert into catalog.tenant_database (server, name, kind) values ('gone', 'tenant_x', 'dedicated')`;
  await expect(migrateAll(migrator)).rejects.toThrow(/1 of 6 tenant databases failed: .*no database server gone/);
  await platform.catalog`delete from catalog.tenant_database where server = 'gone'`;
});

test("sign-ups are placed on the least used server, shared and dedicated, and found there", async () => {
  const plans = { team: { placement: "shared" }, enterprise: { placement: "dedicated" } };
  const tools = {
    product: { ownerRole: "owner", plans },
    catalog: platform.catalog,
    database,
    migrator,
    directory: { lookup: async () => ({ kind: "unknown" }) },
  } as unknown as Parameters<typeof place.run>[0];
  const signUp = async (slug: string, plan: string): Promise<string> => {
    const owner = { email: `a@${slug}.test`, name: "A", passwordHash: "x" };
    const request = { organisation: slug, slug, plan, region: "west", owner };
    const [row] = await platform.catalog<{ id: string }[]>`
      select id from catalog.sign_up_begin(${randomBytes(8)}, ${JSON.stringify(request)})`;
    const job = { id: row?.id ?? "", request };
    for (const step of [claimName, place, createOwner, claimName, place, createOwner]) await step.run(tools, job);
    const [org] = await database.catalog<{ database: string }[]>`select database from catalog.org_by_slug(${slug})`;
    const users = await database.withOrg({ orgId: job.id, database: org?.database ?? "" }, async (tx) => {
      return tx`select email from tenant.app_user`;
    });
    expect(users).toHaveLength(1);
    return org?.database ?? "";
  };
  expect([await signUp("one", "team"), await signUp("two", "team")]).toEqual(["far-1/tenants", "near/tenants"]);
  expect(await signUp("big-one", "enterprise")).toBe("near/tenant_big_one");
});
