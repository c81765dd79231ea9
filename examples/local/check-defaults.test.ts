import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkDefaults } from "./check-defaults.ts";
import { takeLock } from "./folder/lock.ts";
import { pathsOf } from "./folder/paths.ts";
import { writePlatformSecrets } from "./folder/secrets.ts";
import { writeState } from "./folder/state.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bailiwick-check-"));
});
afterEach(() => rm(parent, { recursive: true }));

const port = { eastus: 8444, westeurope: 8445 };
const edgeUrl = (id: keyof typeof port): string => `https://${id}.flowguard.localhost:${port[id]}`;
const tenant = (slug: string, region: keyof typeof port) => ({
  slug,
  region,
  endpoint: edgeUrl(region).replace("://", `://${slug}.`),
  signInName: `owner@${slug}.test`,
});

/** A platform as a start leaves it in its folder. */
const make = async (name: string): Promise<void> => {
  const paths = pathsOf(name, parent);
  await mkdir(paths.root);
  const ports = (https: number) => ({ https, http: https - 363, api: 9081, postgres: 5441, blobs: 10_081 });
  const regions = { eastus: ports(8444), westeurope: ports(8445) };
  const instance = { product: "flowguard", ports: { global: { https: 8443, http: 8080 }, regions } };
  await writeFile(paths.instance, JSON.stringify(instance));
  await writeState(paths, {
    name,
    product: "flowguard",
    startedAt: "2026-01-01T00:00:00Z",
    readyAt: "2026-01-01T00:00:10Z",
    pid: process.pid,
    regions: (["eastus", "westeurope"] as const).map((id) => ({
      id,
      edgeUrl: edgeUrl(id),
      apiUrl: "http://127.0.0.1:9081",
      caFile: paths.authority.certificate,
      databaseUrl: "postgres://127.0.0.1:5441",
    })),
    global: { url: "https://flowguard.localhost:8443" },
    tenants: [tenant("acme", "eastus"), tenant("globex", "westeurope"), tenant("umbrella", "westeurope")],
    services: [],
  });
  const passwords = {
    acme: { "owner@acme.test": "acme's" },
    globex: { "owner@globex.test": "globex's" },
    umbrella: { "owner@umbrella.test": "umbrella's", "eve@umbrella.test": "eve's" },
  };
  await writePlatformSecrets(paths, { adminKeys: {}, passwords, pinPepper: "pepper" });
};

test("everything is known of an edge of a running platform", async () => {
  await make("default");
  const paths = pathsOf("default", parent);
  await takeLock(paths.lock);
  expect(await checkDefaults(`${edgeUrl("westeurope")}/`, {}, parent)).toEqual({
    tlsMinimum: "1.2",
    endpointHeader: "X-FlowGuard-Region-Endpoint",
    registry: paths.registry,
    httpPort: 8082,
    ca: paths.authority.certificate,
    peer: edgeUrl("eastus"),
    tenant: "globex",
    elsewhere: "acme",
    email: "owner@globex.test",
    password: "globex's",
  });
  expect(JSON.parse(await readFile(paths.state, "utf8"))).not.toHaveProperty("passwords");
});

test("what was said decides who signs in", async () => {
  await make("default");
  await takeLock(pathsOf("default", parent).lock);
  const url = edgeUrl("westeurope");
  expect(await checkDefaults(url, { tenant: "umbrella" }, parent)).toMatchObject({ password: "umbrella's" });
  const eve = { tenant: "umbrella", email: "eve@umbrella.test" };
  expect(await checkDefaults(url, eve, parent)).toMatchObject({ email: eve.email, password: "eve's" });
  for (const said of [{ tenant: "nobody" }, { email: "x@globex.test" }, { passwordFile: "p" }]) {
    expect(await checkDefaults(url, said, parent)).not.toHaveProperty("password");
  }
});

test("another URL is no business of this machine's", async () => {
  await make("default");
  expect(await checkDefaults("https://westeurope.flowguard.example", {}, parent)).toBeUndefined();
  expect(await checkDefaults("nonsense", {}, parent)).toBeUndefined();
});

test("of several platforms with the same ports it is the one that runs, and one has to", async () => {
  await make("default");
  await make("other");
  const stopped = checkDefaults(edgeUrl("eastus"), {}, parent);
  await expect(stopped).rejects.toMatchObject({ code: "not-running", suggestion: "Start it: npm start" });
  await takeLock(pathsOf("other", parent).lock);
  expect(await checkDefaults(edgeUrl("eastus"), {}, parent)).toMatchObject({
    ca: pathsOf("other", parent).authority.certificate,
  });
});
