import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
 * CREATEDB CREATEROLE NOREPLICATION`, member of `rds_superuser`), and `rds_iam` is there to be granted. That user holds no
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

describe("with IAM", () => {
  const iam = async ({ user }: { user: string }): Promise<string> => `token of ${user}`;

  test("a server without rds_iam is told in a sentence", async () => {
    const error = await bootstrapDatabases({ superuserUrl, iam }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartFailure);
    expect(String(error)).toContain("needs RDS with IAM authentication turned on");
  });

  test("the roles that sign in are members of rds_iam and have no password", async () => {
    await root`create role rds_iam nologin`;
    await root`grant rds_iam to rds_master with admin option`;
    await bootstrapDatabases({ superuserUrl, iam });
    await bootstrapDatabases({ superuserUrl, iam });
    const members = await root<{ name: string; password: string | null }[]>`
      select r.rolname as name, r.rolpassword as password from pg_auth_members m join pg_authid r on r.oid = m.member
       where m.roleid = 'rds_iam'::regrole and r.rolname <> 'rds_master' order by 1`;
    expect([...members]).toEqual(
      ["app", "auditor_ro", "migrator", "platform_admin"].map((name) => ({
        name: `bailiwick_${name}`,
        password: null,
      })),
    );
    expect(await lintAll()).toEqual([]);
  });

  test("the first user becomes an indirect member, and signs in with a token where its password is refused", async () => {
    await root`revoke rds_iam from rds_master cascade`;
    await root`grant rds_iam to bailiwick_app`;
    const undo = await rejectMembers();
    try {
      const sql = postgres(superuserUrl, { max: 1 });
      await expect(sql`select 1`).rejects.toMatchObject({ code: "28000" });
      await sql.end();
    } finally {
      await undo();
    }
    await root`revoke rds_iam from bailiwick_app`;
    await root`grant rds_iam to rds_master with admin option`;
    await root`alter role rds_master password 'token of rds_master'`;
    await bootstrapDatabases({ superuserUrl, iam });
    await root`alter role rds_master password 'neither'`;
    await expect(bootstrapDatabases({ superuserUrl, iam })).rejects.toThrow(/takes neither the password of rds_master/);
    await root`alter role rds_master password 'master'`;
  });

  test("going back to passwords takes the roles out of rds_iam", async () => {
    await bootstrapDatabases({ superuserUrl, passwords: server.passwords });
    const members = await root`
      select member::regrole::text as name from pg_auth_members where roleid = 'rds_iam'::regrole`;
    expect([...members]).toEqual([{ name: "rds_master" }]);
  });
});

/** Puts the rule of RDS for members of `rds_iam` first, with a plain refusal in place of PAM. */
const rejectMembers = async (): Promise<() => Promise<void>> => {
  const [row] = await root<{ file: string }[]>`select current_setting('hba_file') as file`;
  const file = row?.file ?? "";
  const [text, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
  const set = async (content: string): Promise<void> => {
    await writeFile(file, content);
    await chmod(file, mode);
    await root`select pg_reload_conf()`;
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await set(`host all +rds_iam 127.0.0.1/32 reject\n${text}`);
  return () => set(text);
};
