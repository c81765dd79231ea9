import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../test/aws/credentials.ts";
import { leaveOutMoto, type Moto, motoCredentials, startMoto } from "../../test/aws/moto.ts";
import { startEmptyServer, type TestServer } from "../../test/test-server.ts";
import { clientOptions } from "../platform/aws/client-options.ts";
import { awsSecretStore, type SecretStore, secretNames } from "../platform/region-secrets/index.ts";

const folder = mkdtempSync(join(tmpdir(), "region-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (
  words: readonly string[],
  variables: Record<string, string>,
): Promise<{ status: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const env = { PATH: process.env.PATH ?? "", ...variables };
    const child = spawn(process.execPath, [main, "region", ...words], { env });
    const said = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.err += text;
    });
    child.once("close", (status) => resolve({ status, ...said }));
  });

const ids = Object.fromEntries(secretNames.map((name) => [name, `bailiwick/${name}`]));
const entry = { id: "west", jurisdiction: "eu", baseUrl: "https://west.flow.example", pinKeys: [] };
const registry = { product: "flow", globalUrl: "https://flow.example", regions: [entry] };

test("what is wrong with the settings of both halves is said before anything is made", async () => {
  const { status, err } = await run(["init", "--migrate"], { BAILIWICK_SECRET_IDS: "{}", BAILIWICK_ORIGIN_NAME: "x" });
  expect(status).toBe(2);
  expect(err.trim().split("\n")).toEqual([
    "BAILIWICK_REGION is not set.",
    "BAILIWICK_REGISTRY is not set (nor is BAILIWICK_REGISTRY_FILE).",
    `BAILIWICK_SECRET_IDS must be JSON that names these secrets: ${secretNames.join(", ")}.`,
    "BAILIWICK_ORIGIN_NAME must be a DNS name in lower case, with a dot.",
    "AWS_REGION is not set.",
    "BAILIWICK_DATABASE_URL is not set.",
    "BAILIWICK_DATABASE_APP_PASSWORD is not set (nor is BAILIWICK_DATABASE_APP_PASSWORD_FILE).",
    "BAILIWICK_DATABASE_ADMIN_PASSWORD is not set (nor is BAILIWICK_DATABASE_ADMIN_PASSWORD_FILE).",
    "BAILIWICK_DATABASE_MIGRATOR_PASSWORD is not set (nor is BAILIWICK_DATABASE_MIGRATOR_PASSWORD_FILE).",
    "BAILIWICK_DATABASE_SUPERUSER_URL is not set (nor is BAILIWICK_DATABASE_SUPERUSER).",
  ]);
});

describe.skipIf(leaveOutMoto("the first boot of a region on AWS"))("on AWS", () => {
  useMotoCredentials();
  let moto: Moto;
  let server: TestServer;
  let stopServer: () => Promise<void>;
  let store: SecretStore;
  let variables: Record<string, string>;
  beforeAll(async () => {
    moto = await startMoto();
    ({ server, stop: stopServer } = await startEmptyServer());
    const place = { region: "eu-west-1", endpoint: moto.endpoint };
    const client = new SecretsManagerClient(clientOptions(place));
    for (const Name of Object.values(ids)) await client.send(new CreateSecretCommand({ Name }));
    store = awsSecretStore(place);
    const { username, password } = new URL(server.superuserUrl);
    variables = {
      ...motoCredentials,
      AWS_REGION: place.region,
      BAILIWICK_AWS_ENDPOINT: moto.endpoint,
      BAILIWICK_SECRET_IDS: JSON.stringify(ids),
      BAILIWICK_ORIGIN_NAME: "origin.west.flow.internal",
      BAILIWICK_REGION: "west",
      BAILIWICK_REGISTRY: JSON.stringify(registry),
      BAILIWICK_SECRET_FOLDER: join(folder, "secrets"),
      BAILIWICK_DATABASE_URL: server.url,
      BAILIWICK_DATABASE_SUPERUSER: JSON.stringify({ username, password: decodeURIComponent(password) }),
      BAILIWICK_DATABASE_APP_PASSWORD: server.passwords.app,
      BAILIWICK_DATABASE_ADMIN_PASSWORD: server.passwords.platformAdmin,
      BAILIWICK_DATABASE_MIGRATOR_PASSWORD: server.passwords.migrator,
    };
  });
  afterAll(async () => {
    await stopServer();
    await moto.stop();
  });

  test("a region that has no key yet cannot be shown", async () => {
    const { status, err } = await run(["show"], variables);
    expect([status, err]).toEqual([1, "The region has no pin key yet.\nbailiwick region init makes it.\n"]);
  });

  test("the first boot makes secrets and databases, leaves the worker its part, and prints no secret", async () => {
    const { status, out, err } = await run(["init", "--migrate", "--json"], variables);
    expect([status, err]).toEqual([0, ""]);
    const report = JSON.parse(out);
    expect(report.secrets).toHaveLength(8);
    expect(report.databases.map(({ database }: { database: string }) => database)).toEqual(["catalog", "tenants"]);
    const files = readdirSync(join(folder, "secrets"));
    expect(files.toSorted()).toEqual(["pinPepper", "pinPrivateKey", "pinPublicKey"]);
    for (const name of secretNames) {
      const value = (await store.read(ids[name] ?? ""))?.value ?? "";
      if (name !== "pinPublicKey") expect(out).not.toContain(value.slice(0, 20));
      if (!files.includes(name)) continue;
      const path = join(folder, "secrets", name);
      expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual([value, 0o600]);
    }
  });

  test("its authority is replaced in three steps, each with the certificates that belong to it", async () => {
    const authorities = async (): Promise<number> =>
      JSON.parse((await store.read(ids.originCa ?? ""))?.value ?? "").certificate.split("BEGIN").length - 1;
    const early = await run(["init", "--rotate-authority", "use"], variables);
    expect([early.status, early.err]).toEqual([1, expect.stringContaining("add one, and restart every process.")]);
    const seen: [string, number, boolean][] = [];
    for (const step of ["add", "use", "drop"]) {
      const { status, out, err } = await run(["init", "--rotate-authority", step], variables);
      expect([status, err]).toEqual([0, ""]);
      seen.push([step, await authorities(), /^originTls: renewed/m.test(out)]);
    }
    expect(seen).toEqual([
      ["add", 2, false],
      ["use", 2, true],
      ["drop", 1, false],
    ]);
    expect((await run(["init", "--rotate-authority", "twice"], variables)).status).toBe(2);
  });

  test("a second boot changes nothing", async () => {
    const { status, out } = await run(["init", "--migrate"], variables);
    expect(status).toBe(0);
    const lines = out.trim().split("\n");
    expect(lines.slice(0, 5)).toEqual(secretNames.slice(0, 5).map((name) => `${name}: was there`));
    expect(lines[5]).toMatch(/^originCa: was there, until \d{4}-\d\d-\d\d$/);
    expect(lines.slice(-2)).toEqual(["catalog: up to date", "tenants: up to date"]);
  });

  test("it shows the key and the entry that others need", async () => {
    const { status, out } = await run(["show", "--json"], variables);
    expect(status).toBe(0);
    const pinPublicKey = (await store.read(ids.pinPublicKey ?? ""))?.value;
    expect(JSON.parse(out)).toEqual({ pinPublicKey, region: { ...entry, pinKeys: [pinPublicKey] } });
  });

  test("a service that refuses is one sentence", async () => {
    const changes = { BAILIWICK_SECRET_IDS: JSON.stringify({ ...ids, edgeKeys: "bailiwick/missing" }) };
    const { status, err } = await run(["init", "--json"], { ...variables, ...changes });
    expect(status).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({ code: "secrets-unavailable", message: expect.stringMatching(/\.$/) });
  });
});
