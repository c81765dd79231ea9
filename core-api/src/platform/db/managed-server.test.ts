import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lintCatalog, lintTenantDatabase } from "../../../test/isolation/lint.ts";
import { startEmptyServer, type TestServer } from "../../../test/test-server.ts";
import { StartFailure } from "../start-failure.ts";
import { bootstrapDatabases } from "./bootstrap.ts";
import { connectDatabase } from "./database.ts";
import { migrateAll } from "./migrate-all.ts";
import { connectPlatform } from "./platform.ts";
import { ensureTenantDatabase } from "./tenant-database.ts";

/**
 * A server as RDS gives it: its first user is what Amazon documents (`CREATE ROLE postgres WITH LOGIN NOSUPERUSER INHERIT
 * CREATEDB CREATEROLE NOREPLICATION`, member of `rds_superuser`). That user holds no
 * BYPASSRLS, and Postgres 16 and later lets nobody give what he has not.
 */
let server: TestServer;
let stop: () => Promise<void>;
let root: postgres.Sql;
let superuserUrl: string;

const userUrl = (password: string): string => {
  const url = new URL(server.superuserUrl);
  url.username = "rds_master";
  url.password = password;
  return url.href;
};

beforeAll(async () => {
  ({ server, stop } = await startEmptyServer());
  root = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined });
  await root`create role rds_superuser nologin`;
  await root`grant pg_monitor, pg_signal_backend, pg_checkpoint to rds_superuser`;
  await root`create role rds_master login nosuperuser inherit createdb createrole noreplication password 'master'`;
  await root`grant rds_superuser to rds_master`;
  superuserUrl = userUrl("master");
});
afterAll(async () => {
  await root.end({ timeout: 1 });
  await stop();
});

const lintAll = async () => {
  const findings = [];
  for (const [name, lint] of [
    ["catalog", lintCatalog],
    ["tenants", lintTenantDatabase],
    ["tenant_template", lintTenantDatabase],
    ["tenant_managed", lintTenantDatabase],
  ] as const) {
    const sql = postgres(server.superuserUrl, { database: name, max: 1 });
    findings.push(...(await lint(sql)));
    await sql.end();
  }
  return findings;
};

test("its first user, who is no superuser, makes everything ready, twice", async () => {
  const options = { superuserUrl, passwords: server.passwords };
  await bootstrapDatabases(options);
  await bootstrapDatabases(options);
  const migrator = { url: server.url, password: server.passwords.migrator };
  await migrateAll(migrator);
  await ensureTenantDatabase(migrator, "tenant_managed");
  expect(await lintAll()).toEqual([]);
});

test("the worker's role works across organisations there, and the API's within one", async () => {
  const platform = connectPlatform({ url: server.url, password: server.passwords.platformAdmin });
  const database = connectDatabase({ url: server.url, password: server.passwords.app });
  const orgs = ["a", "b"].map((end) => `0199a0b0-0000-7000-8000-00000000000${end}`);
  try {
    for (const orgId of orgs) {
      await database.withOrg({ orgId, database: "tenants" }, async (tx) => {
        await tx`insert into tenant.flow (org_id, name, definition) values (${orgId}, 'x', '{}')`;
      });
    }
    const [all] = await platform.tenant("tenants")`select count(*)::int as flows from tenant.flow`;
    expect(all).toEqual({ flows: 2 });
    const [own] = await database.withOrg(
      { orgId: orgs[0] ?? "", database: "tenants" },
      async (tx) => await tx`select count(*)::int as flows from tenant.flow`,
    );
    expect(own).toEqual({ flows: 1 });
  } finally {
    await Promise.all([platform.close(), database.close()]);
  }
});

test("a role that somebody let bypass row security is not left so in silence", async () => {
  await root`alter role bailiwick_app bypassrls`;
  await expect(bootstrapDatabases({ superuserUrl, passwords: server.passwords })).rejects.toThrow("permission denied");
  await root`alter role bailiwick_app nobypassrls`;
});

test("a server without rds_iam is told in a sentence", async () => {
  const error = await bootstrapDatabases({ superuserUrl, iam: async () => "token" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartFailure);
  expect(String(error)).toContain("needs RDS with IAM authentication turned on");
});
