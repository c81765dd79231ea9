import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig, type SettingName } from "../config.ts";
import type { Variables } from "../environment.ts";

const problemsOf = async (variables: Variables, ...names: SettingName[]): Promise<readonly string[]> => {
  const error = await readConfig(variables, names).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.problems;
  throw new Error("the configuration was accepted");
};

const key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const kms = { BAILIWICK_KEY_SERVICE: "aws-kms", BAILIWICK_KMS_KEY: key, AWS_REGION: "eu-central-1" };
const s3 = {
  BAILIWICK_BLOB_STORE: "s3",
  BAILIWICK_BLOB_BUCKET: "acme-blobs",
  BAILIWICK_ARTIFACT_BUCKET: "acme-artifacts",
  AWS_REGION: "eu-central-1",
};
const aws = { region: "eu-central-1", endpoint: undefined };

describe("the key service", () => {
  test("is KMS where that is chosen, with nothing of secretbox", async () => {
    expect(await readConfig(kms, ["keyService"])).toEqual({ keyService: { kind: "aws-kms", key, aws } });
    for (const name of ["ENCRYPTION_KEY", "ENCRYPTION_KEY_FILE", "ENCRYPTION_KEY_PREVIOUS"]) {
      expect(await problemsOf({ ...kms, [name]: "canary" }, "keyService")).toEqual([
        `${name} is set, but nothing reads it: BAILIWICK_KEY_SERVICE is aws-kms.`,
      ]);
    }
  });

  test("is secretbox unless chosen, with nothing of KMS; what every machine has is let be", async () => {
    const secretbox = { ENCRYPTION_KEY: randomBytes(32).toString("base64"), AWS_REGION: "eu-central-1" };
    const names = ["keyService", "tenantKeyAliasPrefix", "tenantKeyStack"] as const;
    expect(await readConfig(secretbox, names)).toMatchObject({
      keyService: { kind: "secretbox" },
      tenantKeyAliasPrefix: undefined,
      tenantKeyStack: undefined,
    });
    const more = {
      BAILIWICK_KMS_KEY: key,
      BAILIWICK_KMS_TENANT_ALIAS_PREFIX: "alias/x/",
      BAILIWICK_KMS_TENANT_STACK: "x",
    };
    expect(await problemsOf({ ...secretbox, ...more }, ...names)).toEqual([
      "BAILIWICK_KMS_KEY is set, but nothing reads it: BAILIWICK_KEY_SERVICE is secretbox.",
      "BAILIWICK_KMS_TENANT_ALIAS_PREFIX is set, but nothing reads it: BAILIWICK_KEY_SERVICE is secretbox.",
      "BAILIWICK_KMS_TENANT_STACK is set, but nothing reads it: BAILIWICK_KEY_SERVICE is secretbox.",
    ]);
  });

  test("needs a region and the ARN of a key in it", async () => {
    expect(await problemsOf({ BAILIWICK_KEY_SERVICE: "aws-kms" }, "keyService")).toEqual([
      "AWS_REGION is not set.",
      "BAILIWICK_KMS_KEY is not set.",
    ]);
    for (const wrong of ["alias/data", key.replace("key/", "alias/"), key.split("/")[1], `${key} `, "arn:aws:s3:::x"]) {
      expect(await problemsOf({ ...kms, BAILIWICK_KMS_KEY: wrong }, "keyService")).toEqual([
        "BAILIWICK_KMS_KEY must be the ARN of a KMS key, not of an alias.",
      ]);
    }
    expect(await problemsOf({ ...kms, AWS_REGION: "eu-west-1" }, "keyService")).toEqual([
      "BAILIWICK_KMS_KEY is a key of eu-central-1, but AWS_REGION is eu-west-1.",
    ]);
    expect(await problemsOf({ ...kms, AWS_REGION: "Frankfurt" }, "keyService")).toEqual([
      'AWS_REGION must be a region such as "eu-central-1".',
    ]);
    expect(await problemsOf({ BAILIWICK_KEY_SERVICE: "vault" }, "keyService")).toEqual([
      "BAILIWICK_KEY_SERVICE must be one of secretbox, aws-kms.",
    ]);
  });

  test("makes tenants' keys under a prefix that it is told", async () => {
    const read = (prefix: string) =>
      readConfig({ ...kms, BAILIWICK_KMS_TENANT_ALIAS_PREFIX: prefix }, ["tenantKeyAliasPrefix"]);
    expect(await read("alias/bailiwick/eu-central-1/tenant/")).toEqual({
      tenantKeyAliasPrefix: "alias/bailiwick/eu-central-1/tenant/",
    });
    expect(await problemsOf(kms, "tenantKeyAliasPrefix")).toEqual(["BAILIWICK_KMS_TENANT_ALIAS_PREFIX is not set."]);
    for (const wrong of ["bailiwick/", "alias/bailiwick", "alias/aws/", "alias//x y/", `alias/${"x".repeat(300)}/`]) {
      await expect(read(wrong)).rejects.toThrow("BAILIWICK_KMS_TENANT_ALIAS_PREFIX must begin with");
    }
  });

  test("tags tenants' keys with a stack that it is told", async () => {
    const read = (stack: string) => readConfig({ ...kms, BAILIWICK_KMS_TENANT_STACK: stack }, ["tenantKeyStack"]);
    expect(await read("saas.aws.eu-central-1.flow")).toEqual({ tenantKeyStack: "saas.aws.eu-central-1.flow" });
    expect(await problemsOf(kms, "tenantKeyStack")).toEqual(["BAILIWICK_KMS_TENANT_STACK is not set."]);
    for (const wrong of ["*", "a", "Flow", "saas/flow", "saas flow"]) {
      await expect(read(wrong)).rejects.toThrow("BAILIWICK_KMS_TENANT_STACK must be the name of a stack");
    }
  });

  test("is asked elsewhere only over TLS, or on this machine", async () => {
    const read = (endpoint: string) => readConfig({ ...kms, BAILIWICK_AWS_ENDPOINT: endpoint }, ["keyService"]);
    for (const good of ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000", "https://kms.test"]) {
      expect(await read(good)).toMatchObject({ keyService: { aws: { endpoint: good } } });
    }
    for (const wrong of ["http://kms.test", "127.0.0.1:5000", "http://127.0.0.1.kms.test", "ftp://localhost"]) {
      await expect(read(wrong)).rejects.toThrow("BAILIWICK_AWS_ENDPOINT must be");
    }
  });
});

describe("the blob store", () => {
  test("is S3 where that is chosen, under the region's key where there is one", async () => {
    const settings = { kind: "s3", bucket: "acme-blobs", artifactBucket: "acme-artifacts", aws };
    expect(await readConfig(s3, ["blobStore"])).toEqual({ blobStore: { ...settings, kmsKey: undefined } });
    expect(await readConfig({ ...s3, ...kms }, ["blobStore"])).toEqual({ blobStore: { ...settings, kmsKey: key } });
    expect(await problemsOf({ ...s3, BAILIWICK_BLOB_CONNECTION: "canary" }, "blobStore")).toEqual([
      "BAILIWICK_BLOB_CONNECTION is set, but nothing reads it: BAILIWICK_BLOB_STORE is s3.",
    ]);
  });

  test("is Azure's unless chosen, with nothing of S3", async () => {
    const azure = { BAILIWICK_BLOB_CONNECTION: "UseDevelopmentStorage=true" };
    expect(await readConfig(azure, ["blobStore"])).toMatchObject({ blobStore: { kind: "azure" } });
    expect(await problemsOf({ ...azure, BAILIWICK_BLOB_BUCKET: "acme-blobs" }, "blobStore")).toEqual([
      "BAILIWICK_BLOB_BUCKET is set, but nothing reads it: BAILIWICK_BLOB_STORE is azure.",
    ]);
  });

  test("needs two buckets that are not one", async () => {
    expect(await problemsOf({ BAILIWICK_BLOB_STORE: "s3" }, "blobStore")).toEqual([
      "AWS_REGION is not set.",
      "BAILIWICK_BLOB_BUCKET is not set.",
      "BAILIWICK_ARTIFACT_BUCKET is not set.",
    ]);
    expect(await problemsOf({ ...s3, BAILIWICK_ARTIFACT_BUCKET: "acme-blobs" }, "blobStore")).toEqual([
      "BAILIWICK_ARTIFACT_BUCKET must be another bucket than BAILIWICK_BLOB_BUCKET.",
    ]);
    for (const wrong of ["Blobs", "b", "blobs/", "-blobs", "arn:aws:s3:::blobs"]) {
      expect(await problemsOf({ ...s3, BAILIWICK_BLOB_BUCKET: wrong }, "blobStore")).toEqual([
        "BAILIWICK_BLOB_BUCKET must be the name of a bucket.",
      ]);
    }
  });
});

describe("the audit bucket", () => {
  const audit = {
    AWS_REGION: "eu-central-1",
    BAILIWICK_AUDIT_BUCKET: "acme-audit",
    BAILIWICK_AUDIT_RETENTION_DAYS: "365",
  };

  test("may be absent, and then nothing is said of its lock", async () => {
    expect(await readConfig({}, ["auditBucket"])).toEqual({ auditBucket: undefined });
    expect(await problemsOf({ BAILIWICK_AUDIT_RETENTION_DAYS: "365" }, "auditBucket")).toEqual([
      "BAILIWICK_AUDIT_RETENTION_DAYS is set, but nothing reads it: BAILIWICK_AUDIT_BUCKET is not set.",
    ]);
  });

  test("is held to the strong lock unless told otherwise, for days that must be told", async () => {
    const read = (more: Variables = {}) => readConfig({ ...audit, ...more }, ["auditBucket"]);
    expect(await read()).toEqual({
      auditBucket: { bucket: "acme-audit", aws, atLeast: { mode: "COMPLIANCE", days: 365 } },
    });
    expect(await read({ BAILIWICK_AUDIT_LOCK_MODE: "GOVERNANCE" })).toMatchObject({
      auditBucket: { atLeast: { mode: "GOVERNANCE" } },
    });
    await expect(read({ BAILIWICK_AUDIT_LOCK_MODE: "none" })).rejects.toThrow("must be one of COMPLIANCE, GOVERNANCE.");
    await expect(read({ BAILIWICK_AUDIT_RETENTION_DAYS: "" })).rejects.toThrow(
      "BAILIWICK_AUDIT_RETENTION_DAYS is not set.",
    );
    for (const wrong of ["0", "-1", "1.5", "365d", "36501"]) {
      await expect(read({ BAILIWICK_AUDIT_RETENTION_DAYS: wrong })).rejects.toThrow("from 1 to 36500.");
    }
  });

  test("holds nothing else: a lock on the pin map could not be taken back", async () => {
    expect(await problemsOf({ ...s3, ...audit, BAILIWICK_AUDIT_BUCKET: "acme-blobs" }, "auditBucket")).toEqual([
      "BAILIWICK_AUDIT_BUCKET must be another bucket than BAILIWICK_BLOB_BUCKET and BAILIWICK_ARTIFACT_BUCKET.",
    ]);
  });
});

test("a worker's metrics have a port where one is told", async () => {
  expect(await readConfig({}, ["metricsListen"])).toEqual({ metricsListen: undefined });
  expect(await readConfig({ BAILIWICK_METRICS_PORT: "9000" }, ["metricsListen"])).toEqual({
    metricsListen: { host: "127.0.0.1", port: 9000 },
  });
  expect(await problemsOf({ BAILIWICK_METRICS_PORT: "70000" }, "metricsListen")).toHaveLength(1);
});
