import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatePinKeyPair } from "@bailiwick/contract/pins";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../test/blob/azurite.ts";
import { createTestDatabases, type TestDatabases } from "../test/postgres.ts";
import { type SilentProxy, startSilentProxy } from "../test/silent-proxy.ts";

const folder = mkdtempSync(join(tmpdir(), "silent-"));
const children: ChildProcess[] = [];
let databases: TestDatabases;
let azurite: Azurite;
let proxy: SilentProxy;
let variables: Record<string, string>;

beforeAll(async () => {
  [databases, azurite] = await Promise.all([createTestDatabases(), startAzurite()]);
  const address = new URL(databases.url);
  proxy = await startSilentProxy(Number(address.port));
  address.port = String(proxy.port);
  const { publicKey, privateKey } = await generatePinKeyPair();
  const region = { id: "north-1", jurisdiction: "north", baseUrl: "https://north-1.sample.example" };
  const registry = {
    product: "sample",
    globalUrl: "https://sample.example",
    regions: [{ ...region, pinKeys: [publicKey] }],
  };
  writeFileSync(join(folder, "registry.json"), JSON.stringify(registry));
  variables = {
    PATH: process.env.PATH ?? "",
    BAILIWICK_PRODUCT_FILE: fileURLToPath(new URL("../test/api/product-file.ts", import.meta.url)),
    BAILIWICK_REGISTRY_FILE: join(folder, "registry.json"),
    BAILIWICK_REGION: "north-1",
    BAILIWICK_PORT: "0",
    BAILIWICK_DATABASE_URL: address.href,
    BAILIWICK_DATABASE_APP_PASSWORD: databases.passwords.app,
    BAILIWICK_DATABASE_ADMIN_PASSWORD: databases.passwords.platformAdmin,
    BAILIWICK_DATABASE_MIGRATOR_PASSWORD: databases.passwords.migrator,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    BAILIWICK_EDGE_KEYS: JSON.stringify([{ id: "k1", secret: randomBytes(32).toString("base64url") }]),
    BAILIWICK_PIN_PRIVATE_KEY: privateKey,
    BAILIWICK_PIN_PEPPER: randomBytes(32).toString("base64url"),
    BAILIWICK_ADMIN_KEY: randomBytes(32).toString("base64url"),
    BAILIWICK_BLOB_CONNECTION: azurite.connectionString,
  };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await proxy.stop();
  await databases.drop();
  await azurite.stop();
  rmSync(folder, { recursive: true });
});

const start = async (file: string, ready: string) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], { env: variables });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  await expect.poll(() => output, { timeout: 15_000 }).toContain(ready);
  const records = (): Record<string, unknown>[] =>
    output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  return { child, status, records };
};

/** SIGTERM to both at once: most of it is waiting. ECS gives the API 60 seconds and the worker 120. */
test("when the network to the database has gone silent, API and worker stop in time, with status 0, and say what they gave up", async () => {
  const [worker, api] = await Promise.all([
    start("worker.ts", '"msg":"started"'),
    start("server.ts", '"msg":"listening"'),
  ]);
  proxy.silence();
  const began = performance.now();
  for (const { child } of [api, worker]) child.kill("SIGTERM");
  expect(await Promise.all([api.status, worker.status])).toEqual([0, 0]);
  expect(performance.now() - began).toBeLessThan(40_000);
  const givenUp = ({ records }: typeof api) =>
    records().flatMap(({ msg, reason }) => (msg === "given up when stopping" ? [reason] : []));
  expect(givenUp(api)).toEqual(["database connections"]);
  expect(givenUp(worker)).toEqual(["notifications, jobs under way, database connections"]);
}, 60_000);
