import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  signPinMap,
} from "@bailiwick/contract/pins";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "../build/index.ts";
import { testCertificate } from "../test/support/certificates.ts";
import { freePort } from "../test/support/free-port.ts";
import { fetchHttps } from "../test/support/https.ts";
import { startOrigin, type TestOrigin } from "../test/support/origin.ts";

const folder = mkdtempSync(join(tmpdir(), "edge-run-"));
const children: ChildProcess[] = [];
const originName = "origin.internal";
const front = testCertificate(["europe.edge.localhost", "*.europe.edge.localhost"]);
const behind = testCertificate([originName]);
let variables: Record<string, string>;
let origin: TestOrigin;
let port: number;

beforeAll(async () => {
  const [own, other] = [await generatePinKeyPair(), await generatePinKeyPair()];
  port = await freePort();
  const pepper = randomBytes(32);
  const now = Math.floor(Date.now() / 1000);
  const content = {
    region: "europe",
    regions: ["europe", "america"],
    epoch: 1,
    issuedAt: now,
    notAfter: now + 3600,
    records: [
      { tenant: "acme", state: "active" },
      { tenant: "globex", state: "moved", region: "america", epoch: 1 },
    ],
  } as const;
  const map = await signPinMap(
    await buildPinMap(content, pepper),
    await importPinPrivateKey(own.privateKey),
    decodePinPublicKey(own.publicKey),
  );
  origin = await startOrigin(
    map,
    { issuedAt: now, notAfter: now + 3600, tenants: {} },
    { cert: behind.certificate, key: behind.privateKey },
  );
  for (const name of ["regional.workerd", "global", "redirect.workerd"] as const) {
    writeFileSync(join(folder, `${name}.js`), (await bundleWorker(name)).code);
  }
  writeFileSync(join(folder, "product.ts"), `export default ${JSON.stringify(product)};`);
  const region = (id: string, at: number, pinKeys: string[]) => ({
    id,
    jurisdiction: id,
    baseUrl: `https://${id}.edge.localhost:${at}`,
    pinKeys,
  });
  variables = {
    PATH: process.env.PATH ?? "",
    BAILIWICK_PRODUCT_FILE: join(folder, "product.ts"),
    BAILIWICK_WORKERS_FOLDER: folder,
    BAILIWICK_WORK_FOLDER: mkdtempSync(join(folder, "work-")),
    BAILIWICK_REGISTRY: JSON.stringify({
      product: "edge",
      globalUrl: "https://edge.localhost",
      // The own key is not known to the list yet, and nobody answers for the other region.
      regions: [region("europe", port, []), region("america", await freePort(), [other.publicKey])],
    }),
    BAILIWICK_REGION: "europe",
    BAILIWICK_PIN_PUBLIC_KEY: own.publicKey,
    BAILIWICK_PORT: String(port),
    BAILIWICK_ORIGIN: `127.0.0.1:${origin.port}`,
    BAILIWICK_ORIGIN_CA: behind.ca,
    BAILIWICK_ORIGIN_NAME: originName,
    BAILIWICK_EDGE_KEYS: JSON.stringify([{ id: "k1", secret: randomBytes(32).toString("base64url") }]),
    BAILIWICK_PIN_PEPPER: pepper.toString("base64url"),
    BAILIWICK_TLS_CERTIFICATE: front.certificate,
    BAILIWICK_TLS_PRIVATE_KEY: front.privateKey,
  };
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await gone;
    }
  }
});
afterAll(async () => {
  await origin.close();
  rmSync(folder, { recursive: true });
});

const policies = [{ name: "plenty", quota: 1_000_000, windowSeconds: 1, burst: 1_000_000 }];
const product = {
  name: "Edge",
  names: {
    regionEndpointHeader: "X-Edge-Region-Endpoint",
    sessionCookie: "__Host-edge",
    telemetryVariable: "EDGE_TELEMETRY",
  },
  deployment: { modes: { saas: { telemetry: "on" } } },
  transport: {
    tlsMinimum: "1.2",
    plaintextInPrivateNetwork: false,
    hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true },
  },
  limits: { address: policies, authentication: policies, sensitive: policies, tenant: policies, user: policies },
  bodies: { defaultMaxBytes: 2048 },
  disclosure: { contact: ["mailto:s@edge.example"], policy: "https://edge.example/s", preferredLanguages: ["en"] },
};

const start = (file: string, changes: Record<string, string> = {}) => {
  const env = Object.fromEntries(Object.entries({ ...variables, ...changes }).filter(([, value]) => value !== ""));
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], { env });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, status };
};

const ask = (host: string, path: string, headers: Record<string, string> = {}) =>
  fetchHttps(`https://${host}:${port}${path}`, { ca: front.ca, headers });

/** Waits until the edge has its own map, then answers what it says to a tenant's request. */
const askTenant = async (tenant: string) => {
  const host = `${tenant}.europe.edge.localhost`;
  await expect
    .poll(
      () =>
        ask(host, "/api/v1/flows").then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 15_000 },
    )
    .toSatisfy((status: number) => status !== 0 && status !== 503);
  return ask(host, "/api/v1/flows");
};

const workerdOf = ({ pid }: ChildProcess): number => {
  const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  expect(pids).toHaveLength(1);
  return pids[0] ?? 0;
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("it sends a tenant of another region there, and one of its own to the origin over verified TLS", async () => {
  const { child, output } = start("run.ts", {
    EDGE_TELEMETRY: "off",
    BAILIWICK_HSTS: '{"maxAgeSeconds":60,"includeSubDomains":false,"preload":false}',
    BAILIWICK_TRUSTED_HOPS: "127.0.0.0/8",
  });
  const moved = await askTenant("globex");
  expect(moved.status).toBe(421);
  expect(output()).toContain('{"level":"info","event":"edge.starting","region":"europe","telemetry":"off"}');
  expect(moved.headers["x-edge-region-endpoint"]).toMatch(/^https:\/\/globex\.america\.edge\.localhost/);
  expect(moved.headers["strict-transport-security"]).toBe("max-age=60");
  const own = await askTenant("acme");
  expect([own.status, own.body]).toEqual([200, "ok"]);
  expect(origin.seen.at(-1)?.headers).toMatchObject({ host: `acme.europe.edge.localhost:${port}` });
  // A client in the balancer's own range cannot say that it is another.
  await ask("acme.europe.edge.localhost", "/api/v1/flows", { "x-forwarded-for": "203.0.113.7, 127.0.0.5" });
  expect(origin.seen.at(-1)?.headers).toMatchObject({ "x-bailiwick-client-address": "127.0.0.5" });
  // The other region's map is missing, which starting this container again would not mend.
  expect((await ask("europe.edge.localhost", "/health")).status).toBe(503);
  expect(await start("health.ts").status).toBe(0);
  expect(isAlive(workerdOf(child))).toBe(true);
});

test("what it writes is for itself alone, and workerd is told no more than it needs", async () => {
  const { child } = start("run.ts");
  await askTenant("acme");
  const work = variables.BAILIWICK_WORK_FOLDER ?? "";
  const [own = ""] = readdirSync(work);
  expect(statSync(join(work, own)).mode & 0o777).toBe(0o700);
  const files = readdirSync(join(work, own));
  expect(files.toSorted()).toEqual(["edge.capnp", "origin-ca.crt", "tls.crt", "tls.key"]);
  for (const file of files) expect(statSync(join(work, own, file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(work, own, "edge.capnp"), "utf8")).not.toContain(variables.BAILIWICK_PIN_PEPPER);
  const names = readFileSync(`/proc/${workerdOf(child)}/environ`, "utf8")
    .split("\0")
    .map((line) => line.split("=")[0]);
  expect(names.filter((name) => name !== "").toSorted()).toEqual(["EDGE_KEYS", "PIN_PEPPER"]);
});

test.each([
  "SIGTERM",
  "SIGINT",
  "SIGQUIT",
  "SIGHUP",
] as const)("told to stop by %s before it runs it ends with 0 at once", async (signal) => {
  const [profile, mark] = ["slow-product.ts", `loading-${signal}`].map((name) => join(folder, name));
  writeFileSync(
    profile ?? "",
    `import { writeFileSync } from "node:fs";
    writeFileSync(process.env.MARK ?? "", "");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    export default {};`,
  );
  const { child, status, output } = start("run.ts", { BAILIWICK_PRODUCT_FILE: profile ?? "", MARK: mark ?? "" });
  await expect.poll(() => existsSync(mark ?? ""), { timeout: 15_000 }).toBe(true);
  const began = performance.now();
  child.kill(signal);
  expect(await status).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(output()).toBe("");
});

test("nothing is loaded before it can be told to stop", () => {
  const text = readFileSync(new URL("run.ts", import.meta.url), "utf8");
  expect(text).not.toMatch(/^import /m);
  expect(text.indexOf("process.on(")).toBeLessThan(text.indexOf("await import("));
});

test.each([
  "SIGTERM",
  "SIGINT",
  "SIGQUIT",
  "SIGHUP",
] as const)("told to stop by %s it ends with 0 within seconds and leaves nothing", async (signal) => {
  const { child, status } = start("run.ts");
  await askTenant("acme");
  const workerd = workerdOf(child);
  const kept = connect({ port, host: "127.0.0.1", servername: "acme.europe.edge.localhost", ca: front.ca });
  kept.on("error", () => undefined);
  kept.write(`GET /api/v1/flows HTTP/1.1\r\nHost: acme.europe.edge.localhost:${port}\r\n\r\n`);
  await new Promise((resolve) => kept.once("data", resolve)); // and stays open
  const began = performance.now();
  child.kill(signal);
  expect(await status).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  kept.destroy();
  expect(isAlive(workerd)).toBe(false);
  expect(readdirSync(variables.BAILIWICK_WORK_FOLDER ?? "")).toEqual([]);
});

test("a request that is under way when it is told to stop is answered", async () => {
  const { child, status } = start("run.ts");
  await askTenant("acme");
  const { respond } = origin;
  const arrived = new Promise<void>((resolve) => {
    origin.respond = (_request, response) => {
      resolve();
      setTimeout(() => response.end("late"), 700);
    };
  });
  const under = ask("acme.europe.edge.localhost", "/api/v1/flows").catch(String);
  await arrived;
  child.kill("SIGTERM");
  expect(await under).toMatchObject({ status: 200, body: "late" });
  expect(await status).toBe(0);
  origin.respond = respond;
});

test("when workerd ends, it ends with its status", async () => {
  const killed = start("run.ts");
  await askTenant("acme");
  process.kill(workerdOf(killed.child), "SIGKILL");
  expect(await killed.status).toBe(137);
  const holder = await startOrigin(new Uint8Array(), {});
  const refused = start("run.ts", { BAILIWICK_PORT: String(holder.port) });
  expect(await refused.status).toBe(1);
  expect(refused.output()).toContain("Address already in use");
  await holder.close();
});

test("while one authority takes another's place, the origin's certificate may lead to either", async () => {
  start("run.ts", { BAILIWICK_ORIGIN_CA: front.ca + behind.ca });
  await expect(askTenant("acme")).resolves.toMatchObject({ status: 200 });
});

test.each([
  ["of another authority", { BAILIWICK_ORIGIN_CA: front.ca }],
  ["for another name", { BAILIWICK_ORIGIN_NAME: "other.internal" }],
])("an origin with a certificate %s is not spoken to", async (_, changes) => {
  const before = origin.seen.length;
  start("run.ts", changes);
  await expect
    .poll(
      () =>
        ask("europe.edge.localhost", "/health").then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 15_000 },
    )
    .toBe(503);
  expect((await ask("acme.europe.edge.localhost", "/api/v1/flows")).status).toBe(503);
  expect(origin.seen.length).toBe(before);
  const health = start("health.ts");
  expect(await health.status).toBe(1);
  expect(health.output()).toContain("/health answers 503");
});

test("without a region it is the edge of the region-less host, and has no origin", async () => {
  const { regions, ...rest } = JSON.parse(variables.BAILIWICK_REGISTRY ?? "");
  const pinKeys = [variables.BAILIWICK_PIN_PUBLIC_KEY];
  const known = { ...rest, regions: regions.map((one: object) => ({ ...one, pinKeys })) };
  const changes = {
    BAILIWICK_GLOBAL: "true",
    BAILIWICK_REGION: "",
    BAILIWICK_REGISTRY: JSON.stringify({ ...known, globalUrl: `https://europe.edge.localhost:${port + 1}` }),
    BAILIWICK_ORIGIN: "",
    BAILIWICK_ORIGIN_CA: "",
    BAILIWICK_ORIGIN_NAME: "",
    BAILIWICK_EDGE_KEYS: "",
  };
  start("run.ts", changes);
  await expect.poll(() => start("health.ts", changes).status, { timeout: 15_000, interval: 500 }).toBe(0);
});

test("everything that is wrong with its settings is said at once, and it ends with 2", async () => {
  const { status, output } = start("run.ts", {
    BAILIWICK_REGION: "",
    BAILIWICK_PORT: "0",
    BAILIWICK_ORIGIN: "https://origin",
    BAILIWICK_ORIGIN_CA: "",
    BAILIWICK_EDGE_KEYS: "canary",
    BAILIWICK_PIN_PEPPER: "canary",
    BAILIWICK_TLS_PRIVATE_KEY: behind.privateKey,
    EDGE_TELEMETRY: "no",
    BAILIWICK_TRUSTED_HOPS: "10.0.0.0/8, canary",
    BAILIWICK_HSTS: "{}",
    BAILIWICK_WORKERS_FOLDER: "/nowhere",
  });
  expect(await status).toBe(2);
  expect(output().trim().split("\n").toSorted()).toEqual([
    'BAILIWICK_EDGE_KEYS must be a JSON list of one or two {"id", "secret"}, each secret 32 bytes or more as base64url.',
    'BAILIWICK_HSTS must be JSON: {"maxAgeSeconds", "includeSubDomains", "preload"}.',
    "BAILIWICK_ORIGIN must be host:port.",
    "BAILIWICK_ORIGIN_CA is not set (nor is BAILIWICK_ORIGIN_CA_FILE).",
    "BAILIWICK_PIN_PEPPER must be 32 bytes as base64url.",
    "BAILIWICK_PORT must be a port number from 1 to 65535.",
    "BAILIWICK_REGION is not set (nor is BAILIWICK_GLOBAL).",
    "BAILIWICK_REGISTRY holds a list of regions that cannot be used: registry.regions[0].pinKeys must list a key.",
    "BAILIWICK_TLS_PRIVATE_KEY is not the key of BAILIWICK_TLS_CERTIFICATE.",
    "BAILIWICK_TRUSTED_HOPS must list address ranges in CIDR notation, separated by commas.",
    "BAILIWICK_WORKERS_FOLDER leads to no bundled workers in /nowhere: node edge/build/main.ts makes them.",
    "EDGE_TELEMETRY must be on or off.",
  ]);
});
