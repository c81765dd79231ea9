import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAuthority } from "../certificates/make.ts";
import { ConfigError, readConfig } from "../config.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "config-database-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const problemsOf = async (...parameters: Parameters<typeof readConfig>): Promise<readonly string[]> => {
  const error = await readConfig(...parameters).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.problems;
  throw new Error("the configuration was accepted");
};

const url = "postgres://catalog.abc.eu-west-1.rds.amazonaws.com:5432/catalog?sslmode=verify-full";

test.each([
  ["postgres://user:secret@h:5432", "without user and password"],
  ["mysql://h:5432", "must be postgres://"],
  ["postgres:///catalog", "must be postgres://"],
  ["postgres://h:5432#sslmode=verify-full", "may have no #"],
  ["postgres://h:5432?sslmode=verify-full#", "may have no #"],
  ["postgres://h:5432/sslmode=verify-full", "may have one path: the name of the database"],
  ["postgres://h:5432/a/b?sslmode=verify-full", "may have one path"],
  ["postgres://h:5432?sslmode=verify-full&sslmode=disable", "may have one parameter"],
  ["postgres://h:5432?sslmode=require", "may have one parameter: sslmode=verify-full"],
  ["postgres://h:5432?sslmode=verify-full&x=y", "may have one parameter"],
])("the address %s is refused", async (address, because) => {
  expect(await problemsOf({ BAILIWICK_DATABASE_URL: address }, ["databases"])).toEqual([
    expect.stringContaining(because),
  ]);
});

test("the authority is a file of certificates", async () => {
  const path = join(folder, "ca.pem");
  const variables = { BAILIWICK_DATABASE_URL: url, BAILIWICK_DATABASE_CA_FILE: path };
  expect((await problemsOf(variables, ["databases"]))[0]).toContain("names no file of certificates in PEM: ENOENT");
  writeFileSync(path, "nonsense");
  expect((await problemsOf(variables, ["databases"]))[0]).toContain("names no file of certificates in PEM");
  const { certificate } = await makeAuthority({ commonName: "Test", days: 1, domains: ["example"] });
  writeFileSync(path, certificate);
  const { databases } = await readConfig(variables, ["databases"]);
  expect(databases).toEqual({ url, authority: certificate, tenantServers: undefined });
});

test("with IAM a role's password is a function, needs TLS and a region, and no password may be given beside it", async () => {
  const variables = { BAILIWICK_DATABASE_URL: url, BAILIWICK_DATABASE_AUTH: "aws-iam", AWS_REGION: "eu-west-1" };
  const names = ["appPassword", "rolePasswords", "databaseIam"] as const;
  const read = await readConfig(variables, names);
  expect(read).toEqual({
    appPassword: expect.any(Function),
    rolePasswords: undefined,
    databaseIam: expect.any(Function),
  });
  expect(await problemsOf({ ...variables, BAILIWICK_DATABASE_URL: "postgres://h" }, names)).toEqual([
    expect.stringContaining("every database server must end with ?sslmode=verify-full"),
  ]);
  for (const only of ["#sslmode=verify-full", "/sslmode=verify-full", "?sslmode=verify-full#"]) {
    expect(await problemsOf({ ...variables, BAILIWICK_DATABASE_URL: `postgres://h:5432${only}` }, names)).toEqual([
      expect.stringContaining("every database server must end with ?sslmode=verify-full"),
    ]);
  }
  expect(await problemsOf({ ...variables, AWS_REGION: undefined }, names)).toEqual(["AWS_REGION is not set."]);
  expect(await problemsOf({ ...variables, BAILIWICK_DATABASE_APP_PASSWORD: "x" }, names)).toEqual([
    "BAILIWICK_DATABASE_APP_PASSWORD is set, but nothing reads it: BAILIWICK_DATABASE_AUTH is aws-iam.",
  ]);
  expect(await problemsOf({ ...variables, BAILIWICK_DATABASE_AUTH: "kerberos" }, ["databaseIam"])).toEqual([
    "BAILIWICK_DATABASE_AUTH must be one of password, aws-iam.",
  ]);
});

test("the superuser is a URL, or the secret that RDS keeps beside the address", async () => {
  const secret = JSON.stringify({ username: "postgres", password: "a:b/c@d?e#f%", engine: "postgres" });
  const variables = { BAILIWICK_DATABASE_URL: url, BAILIWICK_DATABASE_SUPERUSER: secret };
  const { superuserUrl } = await readConfig(variables, ["superuserUrl"]);
  const parsed = new URL(superuserUrl);
  expect([parsed.host, parsed.pathname, parsed.search]).toEqual([
    new URL(url).host,
    "/postgres",
    "?sslmode=verify-full",
  ]);
  expect([parsed.username, decodeURIComponent(parsed.password)]).toEqual(["postgres", "a:b/c@d?e#f%"]);
  const both = { ...variables, BAILIWICK_DATABASE_SUPERUSER_URL: "postgres://u:p@h/postgres" };
  expect((await problemsOf(both, ["superuserUrl"]))[0]).toContain("are both set");
  for (const [end, because] of [
    ["?sslmode=require", "may have one parameter: sslmode=verify-full."],
    ["#sslmode=verify-full", "may have no #, and nothing behind one."],
  ]) {
    const only = { BAILIWICK_DATABASE_SUPERUSER_URL: `postgres://u:canary@h/postgres${end}` };
    expect(await problemsOf(only, ["superuserUrl"])).toEqual([`BAILIWICK_DATABASE_SUPERUSER_URL ${because}`]);
  }
  expect(await problemsOf({}, ["superuserUrl"])).toEqual([
    "BAILIWICK_DATABASE_SUPERUSER_URL is not set (nor is BAILIWICK_DATABASE_SUPERUSER).",
  ]);
  const wrong = await problemsOf({ ...variables, BAILIWICK_DATABASE_SUPERUSER: "canary" }, ["superuserUrl"]);
  expect(wrong).toEqual(['BAILIWICK_DATABASE_SUPERUSER must be JSON: {"username", "password"}.']);
});

test("servers of tenant databases have ids, addresses and a first user each", async () => {
  const address = "postgres://tenants.abc.eu-west-1.rds.amazonaws.com:5432?sslmode=verify-full";
  const secret = JSON.stringify({ username: "postgres", password: "p" });
  const variables = {
    BAILIWICK_DATABASE_URL: url,
    BAILIWICK_TENANT_SERVERS: JSON.stringify({ "shared-1": address }),
    BAILIWICK_TENANT_SUPERUSER_SHARED_1: secret,
  };
  const names = ["databases", "tenantSuperusers"] as const;
  const { databases, tenantSuperusers } = await readConfig(variables, names);
  expect(databases.tenantServers).toEqual({ "shared-1": address });
  expect(tenantSuperusers).toEqual({
    "shared-1": "postgres://postgres:p@tenants.abc.eu-west-1.rds.amazonaws.com:5432/postgres?sslmode=verify-full",
  });
  expect(await problemsOf({ ...variables, BAILIWICK_TENANT_SUPERUSER_SHARED_1: "" }, names)).toEqual([
    "BAILIWICK_TENANT_SUPERUSER_SHARED_1 is not set (nor is BAILIWICK_TENANT_SUPERUSER_SHARED_1_FILE).",
  ]);
  for (const wrong of ["[]", "{}", "x", '{"A b":"postgres://h"}', '{"a":1}', '{"a":"postgres://u:p@h"}']) {
    const problems = await problemsOf({ ...variables, BAILIWICK_TENANT_SERVERS: wrong }, ["databases"]);
    expect([...problems].every((problem) => problem.startsWith("BAILIWICK_TENANT_SERVERS"))).toBe(true);
  }
});
