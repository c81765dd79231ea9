import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import { fileURLToPath } from "node:url";
import { generatePinKeyPair } from "@bailiwick/contract/pins";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createEdgeClient, send } from "../test/api/edge-client.ts";
import { freePort } from "../test/free-port.ts";
import { copyDatabase, createTestDatabases, dropDatabase, type TestDatabases } from "../test/postgres.ts";
import { catalogTemplate } from "../test/test-server.ts";
import { makeAuthority, makeLeaf } from "./platform/certificates/make.ts";

const secret = new Uint8Array(randomBytes(32));
const folder = mkdtempSync(join(tmpdir(), "server-"));
const children: ChildProcess[] = [];
let databases: TestDatabases;
let variables: Record<string, string>;

beforeAll(async () => {
  databases = await createTestDatabases();
  const { publicKey } = await generatePinKeyPair();
  const registry = {
    product: "sample",
    globalUrl: "https://sample.example",
    regions: [
      { id: "north-1", jurisdiction: "north", baseUrl: "https://north-1.sample.example", pinKeys: [publicKey] },
      { id: "south-1", jurisdiction: "south", baseUrl: "https://south-1.sample.example", pinKeys: [publicKey] },
    ],
  };
  writeFileSync(join(folder, "registry.json"), JSON.stringify(registry));
  variables = {
    PATH: process.env.PATH ?? "",
    BAILIWICK_PRODUCT_FILE: fileURLToPath(new URL("../test/api/product-file.ts", import.meta.url)),
    BAILIWICK_REGISTRY_FILE: join(folder, "registry.json"),
    BAILIWICK_REGION: "north-1",
    BAILIWICK_PORT: "0",
    BAILIWICK_DATABASE_URL: databases.url,
    BAILIWICK_DATABASE_APP_PASSWORD: databases.passwords.app,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    BAILIWICK_EDGE_KEYS: JSON.stringify([{ id: "k1", secret: Buffer.from(secret).toString("base64url") }]),
    BAILIWICK_PIN_PEPPER: randomBytes(32).toString("base64url"),
    BAILIWICK_ADMIN_KEY: randomBytes(32).toString("base64url"),
    // Nobody answers there: the process must live with that and say that it is not ready.
    BAILIWICK_BLOB_CONNECTION:
      "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:9/a;",
  };
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await databases.drop();
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly port: Promise<number>;
  readonly status: Promise<number | null>;
}

const start = (changes: Record<string, string> = {}, file = "server.ts"): Started => {
  const env = { ...variables, ...changes };
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], { env });
  children.push(child);
  let output = "";
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  const port = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const listening = /"port":(\d+)/.exec(output)?.[1];
        if (listening !== undefined) resolve(Number(listening));
      });
    }
    void status.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  // It believes no signature of the second it started in, which a captured one might be from.
  const trusting = port.then(async (found) => {
    const now = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 1001 - (now % 1000)));
    return found;
  });
  trusting.catch(() => undefined);
  return { child, output: () => output, port: trusting, status };
};

test("it listens, is alive, is not ready without its pin map, and trusts nobody but its edge", async () => {
  const { child, port: listening, status, output } = start();
  const port = await listening;
  const get = (path: string) => send(port, "GET", path, { host: "localhost" });
  expect((await get("/health/live")).status).toBe(200);
  const health = await get("/health");
  expect([health.status, health.json.checks]).toEqual([503, { database: "ok", keys: "ok", pins: "failed" }]);
  expect(health.json.telemetry).toBe("off"); // one of the profile's modes has it off
  expect((await get("/api/v1/flows")).status).toBe(421);
  expect((await get("/metrics")).text).toContain(
    'bailiwick_http_request_duration_seconds_count{route="none",status="421"}',
  );
  const key = { id: "k1", secret };
  const edge = createEdgeClient({ port: () => port, region: "north-1", baseHost: "north-1.sample.example", key });
  const document = await edge.call(null, "/openapi.json");
  expect([document.status, document.json.openapi]).toEqual([200, "3.1.0"]);
  expect((await edge.call("acme", "/api/v1/flows")).status).toBe(503);
  child.kill("SIGTERM");
  expect(await status).toBe(0);
  for (const line of output().trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
});

test("it says whether telemetry is on, and takes nothing else for an answer", async () => {
  const { port, output } = start({ SAMPLE_TELEMETRY: "on" });
  const { json } = await send(await port, "GET", "/health", { host: "localhost" });
  expect(json.telemetry).toBe("on");
  expect(output()).toContain('"telemetry":"on"');
  const refused = start({ SAMPLE_TELEMETRY: "false" });
  refused.port.catch(() => undefined);
  expect(await refused.status).toBe(2);
  expect(refused.output()).toBe("SAMPLE_TELEMETRY must be on or off.\n");
});

test("a request that is under way is answered before it stops; a new one is not taken", async () => {
  const { child, port: listening, status } = start();
  const port = await listening;
  const key = { id: "k1", secret };
  const edge = createEdgeClient({ port: () => port, region: "north-1", baseHost: "north-1.sample.example", key });
  // Hashing the password keeps it busy for a while.
  const body = {
    organisation: "Acme",
    slug: "acme",
    plan: "small",
    owner: { email: "a@acme.test", name: "A", password: "a good long password" },
  };
  const under = edge.call(null, "/api/v1/sign-up", {
    method: "POST",
    body,
    headers: { "idempotency-key": "under-way" },
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  child.kill("SIGTERM");
  expect((await under).status).toBe(202);
  expect(await status).toBe(0);
  await expect(edge.call(null, "/openapi.json")).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
});

test("it stops when its parent is gone, if it was told to", async () => {
  const { child, port, status } = start({ BAILIWICK_PARENT_PIPE: "stdin" });
  await port;
  child.stdin?.end();
  expect(await status).toBe(0);
});

test("everything that is wrong with its settings is said at once, and it ends with 2", async () => {
  const { status, output } = start({ BAILIWICK_PORT: "x", ENCRYPTION_KEY: "short", BAILIWICK_EDGE_KEYS: "" });
  expect(await status).toBe(2);
  expect(output().trim().split("\n")).toEqual([
    "BAILIWICK_PORT must be a port number from 0 to 65535.",
    "ENCRYPTION_KEY must be 32 bytes as base64.",
    "BAILIWICK_EDGE_KEYS is not set (nor is BAILIWICK_EDGE_KEYS_FILE).",
  ]);
});

test("a taken port is one sentence and 2", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const { status, output } = start({ BAILIWICK_PORT: String(port) });
    expect(await status).toBe(2);
    expect(output().trim().split("\n").at(-1)).toBe(
      `BAILIWICK_PORT ${port} is taken by another process: stop it or choose another port.`,
    );
  } finally {
    holder.close();
  }
});

test("with a certificate it speaks TLS 1.2 and later, and nothing else", async () => {
  const name = "origin.internal";
  const authority = await makeAuthority({ commonName: "Test", days: 1, domains: [name] });
  const leaf = await makeLeaf({ names: [name], days: 1, authority });
  const { port: listening } = start({
    BAILIWICK_TLS_CERTIFICATE: leaf.certificate,
    BAILIWICK_TLS_PRIVATE_KEY: leaf.privateKey,
  });
  const port = await listening;
  const status = await new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/health/live", servername: name, ca: authority.certificate };
    request({ ...options, headers: { host: "localhost" } }, (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
  const tls = { ca: authority.certificate, servername: name };
  const key = { id: "k1", secret };
  const edge = createEdgeClient({ port: () => port, region: "north-1", baseHost: "north-1.sample.example", key, tls });
  expect((await edge.call(null, "/openapi.json")).json.openapi).toBe("3.1.0");
  await expect(send(port, "GET", "/health/live", { host: "localhost" })).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(await handshake(port, "TLSv1.1")).toMatch(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/);
  expect(await handshake(port, "TLSv1.2")).toBe("TLSv1.2");
  expect(await health({ BAILIWICK_PORT: String(port), BAILIWICK_TLS_CERTIFICATE: leaf.certificate })).toEqual({
    status: 1,
    said: "/health answers 503.\n",
  });
});

test("the health command asks over plain HTTP too, and tells a port without anybody", async () => {
  const server = createHttpServer((asked, answer) => answer.writeHead(asked.url === "/health" ? 200 : 404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = String(typeof address === "object" ? address?.port : "");
  expect(await health({ BAILIWICK_PORT: port })).toEqual({ status: 0, said: "" });
  await new Promise((resolve) => server.close(resolve));
  expect(await health({ BAILIWICK_PORT: port })).toMatchObject({ status: 1, said: expect.stringContaining("REFUSED") });
});

test.each([
  "server.ts",
  "worker.ts",
])("%s says in a sentence that the database is away, and ends with 1", async (file) => {
  const url = `postgres://127.0.0.1:${await freePort()}`;
  const { status, output } = start({ ...forWorker, BAILIWICK_DATABASE_URL: url, ...patience }, file);
  expect(await status).toBe(1);
  const lines = output().trim().split("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "waiting for the database" });
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^The database at 127\.0\.0\.1:\d+ cannot be used after 2 seconds: .*ECONNREFUSED.*\.$/),
  ]);
});

test("it waits for a database that the migrations have yet to make", async () => {
  const name = `late_${randomBytes(4).toString("hex")}`;
  const { port, output } = start({ BAILIWICK_DATABASE_URL: new URL(name, databases.url).href });
  port.catch(() => undefined);
  await expect.poll(output, { timeout: 10_000 }).toContain(`"${name}\\" does not exist`);
  await copyDatabase(databases, catalogTemplate, name);
  try {
    expect(await port).toBeGreaterThan(0);
  } finally {
    await dropDatabase(databases, name);
  }
});

const patience = { BAILIWICK_DATABASE_WAIT_SECONDS: "2" };
const forWorker = {
  BAILIWICK_DATABASE_ADMIN_PASSWORD: "x",
  BAILIWICK_DATABASE_MIGRATOR_PASSWORD: "x",
  BAILIWICK_PIN_PRIVATE_KEY: "x".repeat(64),
};

/** Version that was agreed on, or the code of the error. */
const handshake = (port: number, version: SecureVersion): Promise<string | null | undefined> =>
  new Promise((resolve) => {
    const ciphers = "DEFAULT@SECLEVEL=0"; // or this side refuses the old version by itself
    const options = { rejectUnauthorized: false, minVersion: version, maxVersion: version, ciphers };
    const socket = connect(port, "127.0.0.1", options, () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });

const health = (env: Record<string, string>): Promise<{ status: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("health.ts", import.meta.url))], { env });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("close", (status) => resolve({ status, said }));
  });
