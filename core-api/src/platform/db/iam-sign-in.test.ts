import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { lintCatalog, lintTenantDatabase } from "../../../test/isolation/lint.ts";
import { startEmptyServer, type TestServer } from "../../../test/test-server.ts";
import { startTokenServer, type TokenServer } from "../../../test/token-server.ts";
import { StartFailure } from "../start-failure.ts";
import { administrator } from "./administrator.ts";
import { type BootstrapOptions, bootstrapDatabases } from "./bootstrap.ts";
import { migrateAll } from "./migrate-all.ts";

/**
 * A server with the first user and the sign-in of RDS: a rule of `pg_hba.conf` asks every member of `rds_iam`, and members of
 * its members, for a token. RDS lets its first user grant that role without being a member; Postgres lets nobody. So that user
 * is left out of the rule here, and caught by one for a second role, which `followMembers` gives to all members but that user.
 */
let server: TestServer;
let stop: () => Promise<void>;
let tokens: TokenServer;
let root: postgres.Sql;

const masterUrl = (): string => {
  const url = new URL(server.superuserUrl);
  url.username = "rds_master";
  url.password = "master";
  return url.href;
};

const followMembers = async (): Promise<void> => {
  const members = await root<{ name: string }[]>`
    select member::regrole::text as name from pg_auth_members
     where roleid = 'rds_iam'::regrole and member <> 'rds_master'::regrole`;
  for (const { name } of members) await root.unsafe(`grant signs_in_with_tokens to ${name}`);
};

const iam = async ({ user }: { user: string }): Promise<string> => `token of ${user}`;

const signIn = async (user: string, password: string): Promise<string> => {
  const sql = postgres(server.url, { database: "postgres", user, password, max: 1, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return "taken";
  } catch (error) {
    return error instanceof postgres.PostgresError ? error.code : String(error);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

beforeAll(async () => {
  ({ server, stop } = await startEmptyServer());
  tokens = await startTokenServer((user, token) => token === `token of ${user}`);
  root = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined });
  await root`create role rds_iam nologin`;
  await root`create role signs_in_with_tokens nologin`;
  const [row] = await root<{ file: string }[]>`select current_setting('hba_file') as file`;
  const file = row?.file ?? "";
  const [text, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
  const rules = [
    `host all +signs_in_with_tokens 127.0.0.1/32 ${tokens.method}`,
    "host all rds_master 127.0.0.1/32 scram-sha-256",
    `host all +rds_iam 127.0.0.1/32 ${tokens.method}`,
  ];
  await writeFile(file, `${rules.join("\n")}\n${text}`);
  await chmod(file, mode);
  await root`select pg_reload_conf()`;
  await root`create role early login in role signs_in_with_tokens`;
  await vi.waitFor(async () => expect(await signIn("early", "token of early")).toBe("taken"), 5_000);
});
afterAll(async () => {
  await root.end({ timeout: 1 });
  await tokens.stop();
  await stop();
});

/** No role of ours, and the server's first user as RDS makes it. */
beforeEach(async () => {
  await root`update pg_database set datistemplate = false where datname = 'tenant_template'`;
  for (const database of ["catalog", "tenants", "tenant_template"]) {
    await root.unsafe(`drop database if exists ${database} with (force)`);
  }
  const made = await root<
    { name: string }[]
  >`select rolname as name from pg_roles where rolname ~ '^bailiwick_|^rds_master$'`;
  for (const { name } of made) await root.unsafe(`drop owned by ${name} cascade`);
  for (const { name } of made) await root.unsafe(`drop role ${name}`);
  await root.unsafe(
    "create role rds_master login nosuperuser inherit createdb createrole noreplication password 'master'",
  );
  await root`grant rds_iam to rds_master with admin option`;
});

test("the first user keeps its password, and the roles it has made sign in with tokens", async () => {
  const options = { superuserUrl: masterUrl(), iam };
  await bootstrapDatabases(options);
  await followMembers();
  expect(await signIn("rds_master", "master")).toBe("taken");
  await bootstrapDatabases(options);
  await followMembers();
  expect(await signIn("rds_master", "master")).toBe("taken");

  const roles = ["app", "auditor_ro", "migrator", "platform_admin", "role_keeper"].map((end) => `bailiwick_${end}`);
  for (const role of roles) expect([role, await signIn(role, `token of ${role}`)]).toEqual([role, "taken"]);
  for (const role of roles) expect([role, await signIn(role, "forged")]).toEqual([role, "28000"]);

  await migrateAll({ url: `${server.url}/catalog`, password: iam });
  for (const role of roles) await root.unsafe(`revoke signs_in_with_tokens from ${role}`);
  for (const [name, lint] of [
    ["catalog", lintCatalog],
    ["tenants", lintTenantDatabase],
  ] as const) {
    const sql = postgres(server.superuserUrl, { database: name, max: 1 });
    expect(await lint(sql)).toEqual([]);
    await sql.end();
  }
});

/** Prepares the server's roles and no database. */
const rolesOnly = (logins: Pick<BootstrapOptions, "iam" | "passwords">): BootstrapOptions => ({
  superuserUrl: masterUrl(),
  catalog: null,
  tenants: null,
  ...logins,
});

test("nobody is a member of the keeper, and its maker is gone", async () => {
  await bootstrapDatabases(rolesOnly({ iam }));
  expect(await root`select from pg_auth_members where roleid = 'bailiwick_role_keeper'::regrole`).toHaveLength(0);
  expect(await root`select from pg_roles where rolname = 'bailiwick_passing'`).toHaveLength(0);
});

test("a role that somebody changed is corrected by the keeper", async () => {
  const options = rolesOnly({ iam });
  await bootstrapDatabases(options);
  await root`alter role bailiwick_app createdb`;
  await bootstrapDatabases(options);
  const [app] = await root`select rolcreatedb from pg_roles where rolname = 'bailiwick_app'`;
  expect(app).toEqual({ rolcreatedb: false });
});

test("the roles have no password, and are members of rds_iam by inheritance too: a rule may ask for either", async () => {
  await bootstrapDatabases(rolesOnly({ iam }));
  const [row] = await root`
    select bool_and(inherit_option) as inherited, count(*)::int as members from pg_auth_members
     where roleid = 'rds_iam'::regrole and member::regrole::text ~ '^bailiwick_'`;
  expect(row).toEqual({ inherited: true, members: 5 });
  expect(await root`select from pg_authid where rolname ~ '^bailiwick_' and rolpassword is not null`).toHaveLength(0);
});

describe("where the first user made the roles itself, with passwords", () => {
  beforeEach(() => bootstrapDatabases(rolesOnly({ passwords: server.passwords })));

  test("they turn to tokens; that user's password is refused from then on, and its token taken", async () => {
    const options = rolesOnly({ iam });
    await bootstrapDatabases(options);
    await followMembers();
    expect(await signIn("rds_master", "master")).toBe("28000");
    await bootstrapDatabases(options);
    expect(await root`select from pg_authid where rolname ~ '^bailiwick_' and rolpassword is not null`).toHaveLength(0);
  });

  test("and back", async () => {
    await bootstrapDatabases(rolesOnly({ iam }));
    await bootstrapDatabases(rolesOnly({ passwords: server.passwords }));
    const members = await root`
      select member::regrole::text as name from pg_auth_members where roleid = 'rds_iam'::regrole`;
    expect([...members]).toEqual([{ name: "rds_master" }]);
    expect(await signIn("bailiwick_app", server.passwords.app)).toBe("taken");
  });
});

test("a user who loses its password in the middle goes on with tokens", async () => {
  const { on, maintenanceDatabase } = administrator({ superuserUrl: masterUrl(), iam });
  const who: string[] = [];
  await on(maintenanceDatabase, async (session) => {
    await session`select 1`;
    await root`grant signs_in_with_tokens to rds_master`;
  });
  await on("template1", async (session) => {
    const [row] = await session<{ name: string }[]>`select current_user as name`;
    who.push(row?.name ?? "");
  });
  expect(who).toEqual(["rds_master"]);
});

test("a server that takes neither is told in a sentence; so is one that does not let the keeper in", async () => {
  const none = async (): Promise<string> => "forged";
  await root`grant signs_in_with_tokens to rds_master`;
  await expect(bootstrapDatabases(rolesOnly({ iam: none }))).rejects.toThrow(
    /takes neither the password of rds_master nor a token/,
  );
  await root`revoke signs_in_with_tokens from rds_master`;
  const error = await bootstrapDatabases(rolesOnly({ iam: none })).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(StartFailure);
  expect(String(error)).toContain("no token of IAM for bailiwick_role_keeper");
  await bootstrapDatabases(rolesOnly({ iam }));
});

test("roles that a keeper made do not go back to passwords, and the sentence says so", async () => {
  await bootstrapDatabases(rolesOnly({ iam }));
  const error = await bootstrapDatabases(rolesOnly({ passwords: server.passwords })).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(StartFailure);
  expect(String(error)).toContain("must stay aws-iam");
});
