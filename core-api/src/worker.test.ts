import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPinDirectory, generatePinKeyPair, type PinDirectory } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../test/blob/azurite.ts";
import { createTestDatabases, type TestDatabases } from "../test/postgres.ts";
import { azureBlobStore, type BlobStore } from "./platform/blob/index.ts";
import { pinBlobName } from "./platform/pins/index.ts";

const here = "north-1";
const folder = mkdtempSync(join(tmpdir(), "worker-"));
const pepper = randomBytes(32);
const children: ChildProcess[] = [];
let databases: TestDatabases;
let azurite: Azurite;
let blobs: BlobStore;
let registry: Registry;
let variables: Record<string, string>;

beforeAll(async () => {
  [databases, azurite] = await Promise.all([createTestDatabases(), startAzurite()]);
  blobs = azureBlobStore({ connectionString: azurite.connectionString });
  const { publicKey, privateKey } = await generatePinKeyPair();
  registry = {
    product: "sample",
    globalUrl: "https://sample.example",
    regions: [{ id: here, jurisdiction: "north", baseUrl: `https://${here}.sample.example`, pinKeys: [publicKey] }],
  };
  writeFileSync(join(folder, "registry.json"), JSON.stringify(registry));
  variables = {
    PATH: process.env.PATH ?? "",
    BAILIWICK_PRODUCT_FILE: fileURLToPath(new URL("../test/api/product-file.ts", import.meta.url)),
    BAILIWICK_REGISTRY_FILE: join(folder, "registry.json"),
    BAILIWICK_REGION: here,
    BAILIWICK_DATABASE_URL: databases.url,
    BAILIWICK_DATABASE_APP_PASSWORD: databases.passwords.app,
    BAILIWICK_DATABASE_ADMIN_PASSWORD: databases.passwords.platformAdmin,
    BAILIWICK_DATABASE_MIGRATOR_PASSWORD: databases.passwords.migrator,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    BAILIWICK_PIN_PRIVATE_KEY: privateKey,
    BAILIWICK_PIN_PEPPER: pepper.toString("base64url"),
    BAILIWICK_BLOB_CONNECTION: azurite.connectionString,
  };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await databases.drop();
  await azurite.stop();
  rmSync(folder, { recursive: true });
});

const start = (changes: Record<string, string> = {}) => {
  const env = { ...variables, ...changes };
  const child = spawn(process.execPath, [fileURLToPath(new URL("worker.ts", import.meta.url))], { env });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  const started = () => expect.poll(() => output, { timeout: 15_000 }).toContain('"msg":"started"');
  return { child, output: () => output, status, started };
};

const begin = async (slug: string): Promise<string> => {
  const owner = { email: `a@${slug}.test`, name: "A", passwordHash: "$2b$12$hash" };
  const body = JSON.stringify({ organisation: slug, slug, plan: "small", region: here, owner });
  const [row] = await databases.connect().catalog<
    { id: string }[]
  >`select id from catalog.sign_up_begin(null, ${body})`;
  return row?.id ?? "";
};

const state = async (id: string) => {
  const [row] = await databases.connect().catalog<{ state: string }[]>`select state from catalog.sign_up_get(${id})`;
  return row?.state;
};

const published = async (): Promise<PinDirectory> => {
  const directory = createPinDirectory({ registry, pepper });
  const blob = await blobs.get(pinBlobName(here));
  if (blob !== undefined && blob !== "unchanged") await directory.offer(here, blob.bytes);
  return directory;
};

test("it makes the tenants that are asked for, before and while it runs, and ends in order", async () => {
  const early = await begin("early-bird");
  const { child, output, status, started } = start();
  await started();
  const late = await begin("latecomer");
  await expect.poll(() => state(early), { timeout: 10_000 }).toBe("done");
  await expect.poll(() => state(late), { timeout: 10_000 }).toBe("done");
  const directory = await published();
  expect(await directory.lookup("early-bird")).toMatchObject({ kind: "pinned", region: here });
  expect(await directory.lookup("latecomer")).toMatchObject({ kind: "pinned", region: here });
  child.kill("SIGTERM");
  expect(await status).toBe(0);
  for (const line of output().trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  expect(output()).toContain('"telemetry":"off"');
});

test("a name that is released leaves the map soon", async () => {
  const { started, child } = start();
  await started();
  const id = await begin("let-go");
  await expect.poll(() => state(id), { timeout: 10_000 }).toBe("done");
  expect(await (await published()).lookup("let-go")).toMatchObject({ kind: "pinned" });
  await databases.connect().catalog`select catalog.release_name('let-go', true, 'request')`;
  await expect.poll(async () => (await published()).lookup("let-go"), { timeout: 10_000 }).toEqual({ kind: "unknown" });
  child.kill("SIGTERM");
});

test("it makes more tenants at once than it has connections to spare", async () => {
  const { started, child } = start();
  await started();
  const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => begin(`crowd-${at}`)));
  for (const id of ids) await expect.poll(() => state(id), { timeout: 20_000 }).toBe("done");
  child.kill("SIGTERM");
});

test("a sign-up whose worker was killed is completed by the next one", async () => {
  const first = start();
  await first.started();
  const id = await begin("survivor");
  first.child.kill("SIGKILL");
  await first.status;
  await start().started();
  await expect.poll(() => state(id), { timeout: 15_000 }).toBe("done");
  expect(await (await published()).lookup("survivor")).toMatchObject({ kind: "pinned" });
});

test("with another key than the data's it does not start, and says what to do", async () => {
  const first = start({ BAILIWICK_PARENT_PIPE: "stdin" });
  await first.started();
  first.child.stdin.end();
  expect(await first.status).toBe(0);
  const { status, output } = start({ ENCRYPTION_KEY: randomBytes(32).toString("base64") });
  expect(await status).toBe(2);
  const lines = output().trim().split("\n");
  // The record is for alarms, the sentence for who starts it.
  expect(lines).toHaveLength(2);
  expect(lines.find((line) => line.startsWith("{"))).toContain('"msg":"the key of the region failed"');
  expect(lines.find((line) => !line.startsWith("{"))).toContain("put the old key back");
});

test("without a key it does not start", async () => {
  const { status, output } = start({ ENCRYPTION_KEY: "" });
  expect(await status).toBe(2);
  expect(output()).toContain("ENCRYPTION_KEY is not set");
});
