import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { generatePinKeyPair } from "@bailiwick/contract/pins";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { send } from "../api/edge-client.ts";
import { freePort } from "../free-port.ts";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";
import { leaveOutMoto, type Moto, motoCredentials, startMoto } from "./moto.ts";

const region = "eu-central-1";
const here = "south-1";

describe.skipIf(leaveOutMoto("a region on AWS"))("the processes of a region on AWS", () => {
  const children: ChildProcess[] = [];
  let moto: Moto;
  let databases: TestDatabases;
  let kms: KMSClient;
  let variables: Record<string, string>;

  beforeAll(async () => {
    [moto, databases] = await Promise.all([startMoto(), createTestDatabases()]);
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    kms = new KMSClient({ region, endpoint: moto.endpoint, credentials });
    const s3 = new S3Client({ region, endpoint: moto.endpoint, credentials, forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: region } as const;
    for (const Bucket of ["blobs", "artifacts", "audit"]) {
      const ObjectLockEnabledForBucket = Bucket === "audit";
      await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket, CreateBucketConfiguration }));
    }
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: "audit",
        ObjectLockConfiguration: {
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 365 } },
        },
      }),
    );
    const { publicKey, privateKey } = await generatePinKeyPair();
    const registry = {
      product: "sample",
      globalUrl: "https://sample.example",
      regions: [{ id: here, jurisdiction: "south", baseUrl: `https://${here}.sample.example`, pinKeys: [publicKey] }],
    };
    variables = {
      ...motoCredentials,
      PATH: process.env.PATH ?? "",
      AWS_REGION: region,
      BAILIWICK_AWS_ENDPOINT: moto.endpoint,
      BAILIWICK_PRODUCT_FILE: fileURLToPath(new URL("../api/product-file.ts", import.meta.url)),
      BAILIWICK_REGISTRY: JSON.stringify(registry),
      BAILIWICK_REGION: here,
      BAILIWICK_DATABASE_URL: databases.url,
      BAILIWICK_DATABASE_APP_PASSWORD: databases.passwords.app,
      BAILIWICK_PIN_PEPPER: randomBytes(32).toString("base64url"),
      BAILIWICK_KEY_SERVICE: "aws-kms",
      BAILIWICK_KMS_KEY: await createKey(),
      BAILIWICK_BLOB_STORE: "s3",
      BAILIWICK_BLOB_BUCKET: "blobs",
      BAILIWICK_ARTIFACT_BUCKET: "artifacts",
    };
    workerOnly = {
      BAILIWICK_DATABASE_ADMIN_PASSWORD: databases.passwords.platformAdmin,
      BAILIWICK_DATABASE_MIGRATOR_PASSWORD: databases.passwords.migrator,
      BAILIWICK_PIN_PRIVATE_KEY: privateKey,
      BAILIWICK_KMS_TENANT_ALIAS_PREFIX: `alias/bailiwick/${here}/flow/tenant/`,
      BAILIWICK_KMS_TENANT_STACK: `saas.aws.${here}.flow`,
      BAILIWICK_AUDIT_BUCKET: "audit",
      BAILIWICK_AUDIT_RETENTION_DAYS: "365",
    };
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  afterAll(async () => {
    await databases.drop();
    await moto.stop();
  });
  let workerOnly: Record<string, string>;

  const createKey = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";

  const start = (file: string, changes: Record<string, string> = {}) => {
    const env = { ...variables, ...changes };
    const child = spawn(process.execPath, [fileURLToPath(new URL(`../../src/${file}`, import.meta.url))], { env });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const status = new Promise<number | null>((resolve) => child.once("close", resolve));
    const says = (text: string) => expect.poll(() => output, { timeout: 20_000 }).toContain(text);
    return { child, output: () => output, status, says };
  };
  const startWorker = (changes: Record<string, string> = {}) => start("worker.ts", { ...workerOnly, ...changes });

  const signUp = async (slug: string): Promise<string> => {
    const owner = { email: `a@${slug}.test`, name: "A", passwordHash: "$2b$12$hash" };
    const body = JSON.stringify({ organisation: slug, slug, plan: "large", region: here, owner });
    const [row] = await databases.connect().catalog<
      { id: string }[]
    >`select id from catalog.sign_up_begin(null, ${body})`;
    return row?.id ?? "";
  };

  test("a tenant whose plan promises a key of its own gets one, and the API is ready on the worker's pin map", async () => {
    const [metricsPort, port] = [await freePort(), await freePort()];
    const id = await signUp("acme");
    const worker = startWorker({ BAILIWICK_METRICS_PORT: `${metricsPort}` });
    await worker.says('"msg":"started"');
    expect(worker.output()).toContain('"bucket":"audit","lockMode":"COMPLIANCE","days":365');
    const { catalog } = databases.connect();
    const keyOf = async () => {
      const [row] = await catalog<{ kekId: string }[]>`select kek_id as "kekId" from catalog.tenant_keys(${id})`;
      return row?.kekId;
    };
    await expect.poll(keyOf, { timeout: 20_000 }).toBeDefined();
    const own = await kms.send(
      new DescribeKeyCommand({ KeyId: `${workerOnly.BAILIWICK_KMS_TENANT_ALIAS_PREFIX}${id}` }),
    );
    expect(await keyOf()).toBe(own.KeyMetadata?.Arn);
    expect(await keyOf()).not.toBe(variables.BAILIWICK_KMS_KEY);
    expect((await send(metricsPort, "GET", "/metrics", {})).text).toContain("bailiwick_audit_lock_days 365");
    expect((await send(metricsPort, "GET", "/", {})).status).toBe(404);

    const api = start("server.ts", {
      BAILIWICK_PORT: `${port}`,
      BAILIWICK_EDGE_KEYS: JSON.stringify([{ id: "k1", secret: randomBytes(32).toString("base64url") }]),
      BAILIWICK_ADMIN_KEY: randomBytes(32).toString("base64url"),
    });
    await api.says('"msg":"listening"');
    const health = async () => (await send(port, "GET", "/health", { host: "localhost" })).json.checks;
    await expect.poll(health, { timeout: 20_000 }).toEqual({ database: "ok", keys: "ok", pins: "ok" });
    for (const { child, status } of [worker, api]) {
      child.kill("SIGTERM");
      expect(await status).toBe(0);
    }
  });

  test("with another KMS key than the data's no process starts, and each says so in one sentence", async () => {
    const first = startWorker();
    await first.says('"msg":"started"');
    first.child.kill("SIGTERM");
    await first.status;
    const { status, output } = startWorker({ BAILIWICK_KMS_KEY: await createKey() });
    expect(await status).toBe(2);
    expect(lines(output())).toEqual([
      expect.stringMatching(/^BAILIWICK_KMS_KEY does not open this region's data: .+\.$/),
      alarming("denied"),
      expect.stringMatching(/"the audit bucket is locked"/),
    ]);
  });

  test("with too weak a lock on the audit bucket the worker does not start, and says so in one sentence", async () => {
    const { status, output } = startWorker({ BAILIWICK_AUDIT_RETENTION_DAYS: "366" });
    expect(await status).toBe(2);
    expect(lines(output())).toEqual([
      "The audit bucket audit locks with COMPLIANCE for 365 days, but must lock with COMPLIANCE for 366 days.",
    ]);
  });

  test("where KMS is away a start ends with one sentence and 1", async () => {
    const { status, output } = startWorker({
      BAILIWICK_AWS_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      BAILIWICK_AUDIT_BUCKET: "",
      BAILIWICK_AUDIT_RETENTION_DAYS: "",
    });
    expect(await status).toBe(1);
    expect(lines(output())).toEqual([
      expect.stringMatching(/^[^{].*AWS KMS did not answer \(ECONNREFUSED\)\.$/),
      alarming("unreachable"),
    ]);
  });

  /** The record that an alarm is raised for. */
  const alarming = (reason: string) =>
    expect.stringMatching(new RegExp(`"reason":"${reason}".*"msg":"the key of the region failed"`));
  /** Sentences first, then records: they come by two streams. */
  const lines = (text: string): string[] => text.trim().split("\n").toSorted();
});
