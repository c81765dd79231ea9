import { randomUUID } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../../test/aws/credentials.ts";
import { type Front, startFront, xmlError } from "../../../test/aws/front.ts";
import { leaveOutMoto, type Moto, startMoto } from "../../../test/aws/moto.ts";
import { describeWormStore } from "../../../test/blob/worm-conformance.ts";
import { ConfigError } from "../environment.ts";
import { StartFailure } from "../start-failure.ts";
import { type LockMode, s3WormStore, verifyAuditLock } from "./index.ts";

const region = "eu-central-1";
const audit = "audit-bucket";

describe.skipIf(leaveOutMoto("the write-once store of AWS"))("S3 with Object Lock", () => {
  let moto: Moto;
  let front: Front;
  let s3: S3Client;
  useMotoCredentials();

  beforeAll(async () => {
    moto = await startMoto();
    front = await startFront(moto.endpoint);
    s3 = new S3Client({ region, endpoint: moto.endpoint, forcePathStyle: true });
    await createBucket(audit, { Mode: "COMPLIANCE", Days: 30 });
  });
  afterEach(() => {
    front.answer = () => "pass";
    front.calls.length = 0;
  });
  afterAll(async () => {
    await front.stop();
    await moto.stop();
  });

  const createBucket = async (Bucket: string, lock?: { Mode: LockMode; Days?: number; Years?: number }) => {
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: lock !== undefined,
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    );
    if (lock === undefined) return;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule: { DefaultRetention: lock } };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  };
  const open = (bucket = audit) => s3WormStore({ region, endpoint: front.endpoint, bucket });
  const object = (Key: string) => ({ Bucket: audit, Key });

  describeWormStore("as a write-once store", {
    open,
    attack: {
      overwrite: (name) => s3.send(new PutObjectCommand({ ...object(name), Body: "forged" })),
      hide: (name) => s3.send(new DeleteObjectCommand(object(name))),
      async destroy(name) {
        const { Versions: versions = [] } = await s3.send(
          new ListObjectVersionsCommand({ Bucket: audit, Prefix: name }),
        );
        for (const { VersionId } of versions) await s3.send(new DeleteObjectCommand({ ...object(name), VersionId }));
      },
    },
  });

  test("every write carries its lock, its condition and its SHA-256", async () => {
    const until = new Date("2099-01-01T00:00:00Z");
    await open().put(`audit/${randomUUID()}`, new Uint8Array([1]), until);
    expect(front.calls.find(({ method }) => method === "PUT")?.headers).toMatchObject({
      "if-none-match": "*",
      "x-amz-object-lock-mode": "COMPLIANCE",
      "x-amz-object-lock-retain-until-date": "2099-01-01T00:00:00Z",
      "x-amz-checksum-sha256": expect.any(String),
    });
  });

  describe("an object that is there under a weaker lock", () => {
    const [soon, late] = [new Date("2099-01-01T00:00:00Z"), new Date("2099-06-01T00:00:00Z")];
    const plant = async (Bucket: string, lock: { ObjectLockMode?: LockMode; ObjectLockRetainUntilDate?: Date }) => {
      const name = `audit/${randomUUID()}`;
      await s3.send(new PutObjectCommand({ Bucket, Key: name, Body: "x", ...lock }));
      return name;
    };
    const bytes = new TextEncoder().encode("x");
    const governed = { ObjectLockMode: "GOVERNANCE" as const, ObjectLockRetainUntilDate: soon };

    test.each([
      ["an earlier end", new Date("2098-01-01T00:00:00Z"), soon],
      ["the same end", soon, soon],
      ["a later end", late, late],
    ])("is locked with COMPLIANCE by the same bytes with %s", async (_, asked, until) => {
      const name = await plant(audit, governed);
      await open().put(name, bytes, asked);
      expect((await open().get(name))?.lock).toEqual({ mode: "COMPLIANCE", until });
    });

    test("is locked with COMPLIANCE when its end is moved out", async () => {
      const name = await plant(audit, governed);
      await open().extend(name, late);
      expect((await open().get(name))?.lock).toEqual({ mode: "COMPLIANCE", until: late });
    });

    test("is locked with COMPLIANCE where it had none", async () => {
      await s3.send(
        new CreateBucketCommand({
          Bucket: "lockable",
          ObjectLockEnabledForBucket: true,
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      );
      const name = await plant("lockable", {});
      await open("lockable").put(name, bytes, soon);
      expect((await open("lockable").get(name))?.lock).toEqual({ mode: "COMPLIANCE", until: soon });
    });

    test("keeps what is stronger than a store of GOVERNANCE writes", async () => {
      const name = await plant(audit, { ...governed, ObjectLockMode: "COMPLIANCE" });
      const weak = s3WormStore({ region, endpoint: front.endpoint, bucket: audit, mode: "GOVERNANCE" });
      await weak.put(name, bytes, late);
      expect((await weak.get(name))?.lock).toEqual({ mode: "COMPLIANCE", until: late });
    });

    test("is refused when S3 does not let the lock be made stronger", async () => {
      const name = await plant(audit, governed);
      front.answer = ({ method, path }) =>
        method === "PUT" && path.includes("retention") ? xmlError(403, "AccessDenied") : "pass";
      await expect(open().put(name, bytes, soon)).rejects.toMatchObject({ name: "AccessDenied" });
    });
  });

  test("a write whose answer was lost is found to have succeeded", async () => {
    const name = `audit/${randomUUID()}`;
    let lost = 0;
    front.answer = ({ method }) => {
      if (method !== "PUT" || lost > 0) return "pass";
      lost += 1;
      return "lose";
    };
    await open().put(name, new Uint8Array([1, 2]), new Date("2099-01-01T00:00:00Z"));
    expect(lost).toBe(1);
    expect((await open().get(name))?.bytes).toEqual(new Uint8Array([1, 2]));
  });

  test("an object with more versions than a page holds is read by its first one", async () => {
    const name = `audit/${randomUUID()}`;
    await open().put(name, new Uint8Array([1]), new Date("2099-01-01T00:00:00Z"));
    for (let n = 0; n < 5; n++) await s3.send(new PutObjectCommand({ ...object(name), Body: `forged ${n}` }));
    front.answer = ({ path, method }) =>
      method === "GET" && path.includes("versions") ? { ask: `${path}&max-keys=2` } : "pass";
    expect((await open().get(name))?.bytes).toEqual(new Uint8Array([1]));
    expect(front.calls.filter(({ path }) => path.includes("versions")).length).toBeGreaterThan(1);
  });

  test("what S3 refuses is thrown as it is", async () => {
    front.answer = ({ method }) => (method === "PUT" ? xmlError(403, "AccessDenied") : "pass");
    await expect(open().put("audit/x", new Uint8Array(1), new Date())).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(open("no-such-bucket").get("x")).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  describe("its lock", () => {
    beforeAll(async () => {
      await createBucket("unlocked");
      await createBucket("in-years", { Mode: "COMPLIANCE", Years: 7 });
      await createBucket("governed", { Mode: "GOVERNANCE", Days: 365 });
      await s3.send(
        new CreateBucketCommand({
          Bucket: "no-rule",
          ObjectLockEnabledForBucket: true,
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      );
    });
    const verify = (bucket: string, mode: LockMode, days: number) =>
      verifyAuditLock(open(bucket), { bucket, atLeast: { mode, days } });

    test.each([
      [audit, { mode: "COMPLIANCE", days: 30 }],
      ["in-years", { mode: "COMPLIANCE", days: 2555 }],
      ["governed", { mode: "GOVERNANCE", days: 365 }],
      ["unlocked", undefined],
      ["no-rule", undefined],
    ])("of %s is read", async (bucket, lock) => {
      expect(await open(bucket).lock()).toEqual(lock);
    });

    test.each([
      [audit, "COMPLIANCE", 30],
      [audit, "GOVERNANCE", 1],
      ["in-years", "COMPLIANCE", 2555],
      ["governed", "GOVERNANCE", 365],
    ] as const)("of %s is as strong as %s for %d days", async (bucket, mode, days) => {
      expect((await verify(bucket, mode, days)).days).toBeGreaterThanOrEqual(days);
    });

    test.each([
      [audit, "COMPLIANCE", 31, "locks with COMPLIANCE for 30 days, but must lock with COMPLIANCE for 31 days."],
      ["governed", "COMPLIANCE", 30, "locks with GOVERNANCE for 365 days, but must lock with COMPLIANCE for 30 days."],
      ["unlocked", "GOVERNANCE", 1, "locks nothing, but must lock with GOVERNANCE for 1 days."],
      ["no-rule", "GOVERNANCE", 1, "locks nothing, but must lock with GOVERNANCE for 1 days."],
    ] as const)("of %s is weaker than %s for %d days", async (bucket, mode, days, sentence) => {
      const error = await verify(bucket, mode, days).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({ message: `The audit bucket ${bucket} ${sentence}` });
    });

    test("that cannot be read ends a start too", async () => {
      await expect(verify("no-such-bucket", "COMPLIANCE", 1)).rejects.toThrow(StartFailure);
      front.answer = () => xmlError(403, "AccessDenied");
      await expect(verify(audit, "COMPLIANCE", 1)).rejects.toThrow(
        "The lock of the audit bucket audit-bucket cannot be read (AccessDenied).",
      );
    });
  });
});
