import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lintCatalog, lintTenantDatabase } from "../../../test/isolation/lint.ts";
import { startEmptyServer, type TestServer } from "../../../test/test-server.ts";
import { bootstrapDatabases } from "./bootstrap.ts";
import { migrateAll } from "./migrate-all.ts";
import { connectPlatform } from "./platform.ts";
import { ensureTenantDatabase } from "./tenant-database.ts";

// Roles belong to a whole server, so this file has a server of its own.
let server: TestServer;
let stop: () => Promise<void>;
let admin: postgres.Sql;
beforeAll(async () => {
  ({ server, stop } = await startEmptyServer());
  admin = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await admin.end({ timeout: 1 });
  await stop();
});

const databaseNames = async (): Promise<readonly string[]> =>
  (
    await admin<{ name: string }[]>`select datname as name from pg_database where datname !~ '^template' order by 1`
  ).map(({ name }) => name);

const migrator = () => ({ url: server.url, password: server.passwords.migrator });

describe("an empty server", () => {
  test("is made ready by three processes at once", async () => {
    const prepare = async (): Promise<void> => {
      await bootstrapDatabases({ superuserUrl: server.superuserUrl, passwords: server.passwords });
      await migrateAll(migrator());
    };
    await Promise.all([prepare(), prepare(), prepare()]);
    expect(await databaseNames()).toEqual(["catalog", "postgres", "tenant_template", "tenants"]);
  });

  test("keeps every isolation promise, with the auditor's password too", async () => {
    for (const [name, lint] of [
      ["catalog", lintCatalog],
      ["tenants", lintTenantDatabase],
      ["tenant_template", lintTenantDatabase],
    ] as const) {
      const sql = postgres(server.superuserUrl, { database: name, max: 1 });
      // A table of the runner's own and the right to connect to the template differ.
      expect(await lint(sql)).toEqual([]);
      await sql.end();
    }
  });

  test("lets no role keep large objects, which belong to no tenant", async () => {
    for (const database of ["catalog", "tenants"]) {
      const app = postgres(server.url, { database, user: "bailiwick_app", password: server.passwords.app, max: 1 });
      for (const call of ["lo_create(0)", "lo_creat(-1)", "lo_from_bytea(0, 'x')", "lo_unlink(1)", "lo_open(1, 1)"]) {
        await expect(app.unsafe(`select ${call}`)).rejects.toMatchObject({ code: "42501" });
      }
      await app.end();
    }
  });

  test("stores no password in clear, and the roles can sign in with theirs", async () => {
    const stored = await admin<
      { verifier: string }[]
    >`select rolpassword as verifier from pg_authid where rolname ~ '^bailiwick_' and rolcanlogin`;
    expect(stored).toHaveLength(4);
    for (const { verifier } of stored) expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:/);
    const { app, platformAdmin, migrator: own, auditor } = server.passwords;
    for (const [user, password] of Object.entries({
      bailiwick_app: app,
      bailiwick_platform_admin: platformAdmin,
      bailiwick_migrator: own,
      bailiwick_auditor_ro: auditor,
    })) {
      const sql = postgres(server.url, { user, password, database: "tenants", max: 1 });
      expect(await sql`select current_user::text as me`).toEqual([{ me: user }]);
      await sql.end();
    }
  });

  test("a second time changes nothing but what was altered by hand, and new passwords", async () => {
    await admin`alter role bailiwick_app createdb bypassrls`;
    await admin`grant all on database tenants to public`;
    const passwords = { ...server.passwords, app: "another password" };
    await bootstrapDatabases({ superuserUrl: server.superuserUrl, passwords });
    const [role] = await admin`select rolcreatedb, rolbypassrls from pg_roles where rolname = 'bailiwick_app'`;
    expect(role).toEqual({ rolcreatedb: false, rolbypassrls: false });
    const sql = postgres(server.url, {
      user: "bailiwick_app",
      password: "another password",
      database: "tenants",
      max: 1,
    });
    await expect(sql`create temporary table t (n integer)`).rejects.toMatchObject({ code: "42501" });
    await sql.end();
    expect((await migrateAll(migrator())).flatMap(({ applied }) => applied)).toEqual([]);
  });
});

describe("a dedicated tenant database", () => {
  test("is made once, by four processes at once, complete and in the catalog", async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => ensureTenantDatabase(migrator(), "tenant_acme")));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const platform = connectPlatform({ url: server.url, password: server.passwords.platformAdmin });
    expect(await platform.catalog`select kind from catalog.tenant_database where name = 'tenant_acme'`).toEqual([
      { kind: "dedicated" },
    ]);
    await platform.close();
    const sql = postgres(server.superuserUrl, { database: "tenant_acme", max: 1 });
    expect(await lintTenantDatabase(sql)).toEqual([]);
    await sql.end();
  });

  test("stopped after any step, it is completed by the next call", async () => {
    const steps = [
      "create database tenant_halfway owner bailiwick_owner template tenant_template", // killed before the grants
      "revoke connect on database tenant_halfway from bailiwick_app",
    ];
    for (const step of steps) await admin.unsafe(step);
    const again = await ensureTenantDatabase(migrator(), "tenant_halfway");
    expect(again.created).toBe(false);
    const sql = postgres(server.superuserUrl, { database: "tenant_halfway", max: 1 });
    expect(await lintTenantDatabase(sql)).toEqual([]);
    expect(await sql`select has_database_privilege('bailiwick_app', 'tenant_halfway', 'connect') as may`).toEqual([
      { may: true },
    ]);
    await sql.end();
  });

  test.each([
    "tenants",
    "tenant_template",
    "catalog",
    "postgres",
    "tenant_a;b",
    "tenant_A",
    "Tenant_a",
    "",
  ])("is never named %j", async (name) => {
    await expect(ensureTenantDatabase(migrator(), name)).rejects.toBeInstanceOf(TypeError);
  });

  test("is migrated with all others; one that fails stops none and is named", async () => {
    const platform = connectPlatform({ url: server.url, password: server.passwords.platformAdmin });
    await platform.catalog`insert into catalog.tenant_database (name, kind) values ('tenant_gone', 'dedicated')`;
    await expect(migrateAll(migrator())).rejects.toThrow(/1 of 4 tenant databases failed: .*tenant_gone/);
    await platform.catalog`delete from catalog.tenant_database where name = 'tenant_gone'`;
    await platform.close();
    const reports = await migrateAll(migrator());
    expect(reports.map(({ database }) => database).sort()).toEqual([
      "catalog",
      "tenant_acme",
      "tenant_halfway",
      "tenants",
    ]);
  });
});
