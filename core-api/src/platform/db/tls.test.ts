import { chown, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmptyServer, type TestServer } from "../../../test/test-server.ts";
import { startJobQueue } from "../../jobs/queue.ts";
import type { Certificate } from "../certificates/index.ts";
import { makeAuthority, makeLeaf } from "../certificates/make.ts";
import { createLog } from "../log.ts";
import { StartFailure } from "../start-failure.ts";
import { bootstrapDatabases } from "./bootstrap.ts";
import { openClient } from "./client.ts";
import { connectDatabase } from "./database.ts";
import { migrateAll } from "./migrate-all.ts";
import { connectPlatform } from "./platform.ts";
import { waitForDatabase } from "./wait.ts";

let server: TestServer;
let stop: () => Promise<void>;
let root: postgres.Sql;
let dataFolder: string;
const authorities: Record<string, Certificate> = {};

/** Gives the server a certificate for `name`; it uses it for connections from then on. */
const present = async (name: string, authority: Certificate): Promise<void> => {
  const leaf = await makeLeaf({ names: [name], days: 1, authority });
  const { uid, gid } = await stat(dataFolder);
  for (const [file, text] of [
    ["server.crt", leaf.certificate],
    ["server.key", leaf.privateKey],
  ] as const) {
    await writeFile(join(dataFolder, file), text, { mode: 0o600 });
    await chown(join(dataFolder, file), uid, gid);
  }
  await root`select pg_reload_conf()`;
  await new Promise((resolve) => setTimeout(resolve, 300));
};

beforeAll(async () => {
  ({ server, stop } = await startEmptyServer());
  root = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined });
  const [row] = await root<{ folder: string }[]>`select current_setting('data_directory') as folder`;
  dataFolder = row?.folder ?? "";
  for (const name of ["right", "wrong"]) {
    authorities[name] = await makeAuthority({ commonName: name, days: 1, domains: ["localhost", "example"] });
  }
  await present("localhost", authorityOf("right"));
  await root`alter system set ssl = on`;
  await present("localhost", authorityOf("right"));
});
afterAll(async () => {
  await root.end({ timeout: 1 });
  await stop();
});

const authorityOf = (name: string): Certificate => {
  const authority = authorities[name];
  if (authority === undefined) throw new TypeError(`there is no authority ${name}`);
  return authority;
};
const port = (): string => new URL(server.url).port;
const url = (host = "localhost"): string => `postgres://${host}:${port()}?sslmode=verify-full`;
const silence = { level: "silent", service: "test" } as const;
const right = (): string => authorityOf("right").certificate;
const wrong = (): string => authorityOf("wrong").certificate;

test("every way to the server verifies it: bootstrap, migrations, the API and the worker", async () => {
  const superuser = new URL(server.superuserUrl);
  superuser.hostname = "localhost";
  superuser.search = "?sslmode=verify-full";
  const { passwords } = server;
  await bootstrapDatabases({ superuserUrl: superuser.href, authority: right(), passwords });
  await migrateAll({ url: url(), authority: right(), password: passwords.migrator });
  const app = connectDatabase({ url: url(), authority: right(), password: passwords.app });
  const platform = connectPlatform({ url: url(), authority: right(), password: passwords.platformAdmin });
  const encrypted = (sql: postgres.ISql) =>
    sql`select ssl, version from pg_stat_ssl where pid = pg_backend_pid()`.then(([row]) => row);
  const orgId = "0199a0b0-0000-7000-8000-00000000000a";
  try {
    expect(await encrypted(app.catalog)).toMatchObject({ ssl: true });
    expect(await encrypted(platform.tenant("tenants"))).toMatchObject({ ssl: true });
    expect(await app.withOrg({ orgId, database: "tenants" }, encrypted)).toMatchObject({ ssl: true });
  } finally {
    await Promise.all([app.close(), platform.close()]);
  }
  const queue = { url: url(), password: async () => passwords.platformAdmin, kinds: [], log: createLog(silence) };
  await (await startJobQueue({ ...queue, authority: right() })).stop();
  await expect(startJobQueue({ ...queue, authority: wrong() })).rejects.toThrow(/certificate/);
  await expect(bootstrapDatabases({ superuserUrl: superuser.href, authority: wrong(), passwords })).rejects.toThrow();
  await expect(migrateAll({ url: url(), authority: wrong(), password: passwords.migrator })).rejects.toThrow();
});

const tryWith = async (authority: string | undefined, address = url()): Promise<string> => {
  const client = openClient({ url: address, authority, database: "postgres", user: "x", password: "x", max: 1 });
  const error = await client`select 1`.catch((thrown: unknown) => thrown);
  await client.end({ timeout: 1 });
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
};

test("another authority, none, another host name and a server without TLS are refused before a password is sent", async () => {
  expect(await tryWith(right())).toBe("28P01");
  expect(await tryWith(wrong())).toMatch(
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE)$/,
  );
  expect(await tryWith(undefined)).toBe("SELF_SIGNED_CERT_IN_CHAIN");
  expect(await tryWith(right(), url("127.0.0.1"))).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  await present("db.example", authorityOf("right"));
  expect(await tryWith(right())).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  await root`alter system set ssl = off`;
  await present("localhost", authorityOf("right"));
  expect(await tryWith(right())).not.toBe("28P01");
  await root`alter system set ssl = on`;
  await present("localhost", authorityOf("right"));
});

test("a certificate that is not trusted ends a start at once, in a sentence", async () => {
  const client = connectDatabase({ url: url(), authority: wrong(), password: "x" });
  const began = performance.now();
  const error = await waitForDatabase({
    attempt: () => client.catalog`select 1`,
    url: url(),
    seconds: 30,
  }).catch((thrown: unknown) => thrown);
  await client.close();
  expect(error).toBeInstanceOf(StartFailure);
  expect(String(error)).toMatch(/^StartFailure: The database at localhost:\d+ cannot be used: .*certificate.*\.$/);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("a password is made anew for a connection, and one that cannot be made only fails its query", async () => {
  const asked: unknown[] = [];
  let token = "first token";
  const password = async (login: unknown): Promise<string> => {
    asked.push(login);
    if (token === "") throw new Error("no credentials");
    return token;
  };
  const query = async (): Promise<unknown> => {
    const client = openClient({
      url: url(),
      authority: right(),
      database: "postgres",
      user: "probe",
      password,
      max: 1,
    });
    try {
      return await client`select current_user::text as me`.then(([row]) => row?.me);
    } catch (error) {
      return error instanceof Error && "code" in error ? error.code : error;
    } finally {
      await client.end({ timeout: 1 });
    }
  };
  await root`create role probe login password 'first token'`;
  expect(await query()).toBe("probe");
  await root`alter role probe password 'second token'`;
  expect(await query()).toBe("28P01");
  token = "second token";
  expect(await query()).toBe("probe");
  expect(asked).toEqual(Array(3).fill({ host: "localhost", port: Number(port()), user: "probe" }));
  token = "";
  expect(await query()).toBe("28P01");
});
