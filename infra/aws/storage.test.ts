import { beforeAll, describe, expect, it } from "vitest";
import { type Captured, type CapturedGraph, ofType } from "../graph/captured.ts";
import type { StorageFacts } from "./parts.ts";
import { AwsStorage } from "./storage.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

interface Made {
  readonly graph: CapturedGraph;
  readonly facts: StorageFacts;
}

const make = async (stack: string, other: object = {}): Promise<Made> => {
  const context = await exampleContext(stack, other);
  const { keys } = exampleFacts(context);
  let facts: StorageFacts | undefined;
  const graph = await captureParts(context, () => {
    facts = new AwsStorage("storage", { context, keys }).facts;
  });
  if (facts === undefined) throw new Error("no storage was made");
  return { graph, facts };
};

const parts = ["blobs", "artifacts", "audit", "logs"] as const;
const bucketType = "aws:s3/bucket:Bucket";
const dataKey = "arn:aws:kms:us-east-1:111122223333:key/data";
const auditKey = "arn:aws:kms:us-east-1:111122223333:key/audit";

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: Captured;
  readonly Action: Captured;
  readonly Resource: Captured;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, Captured>>>>;
}
const isObject = (value: Captured | undefined): value is Readonly<Record<string, Captured>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const policy = (graph: CapturedGraph, part: string): ReadonlyMap<string, Statement> => {
  const found = named(graph, `storage-${part}-policy`).inputs.policy;
  const document: { Statement?: readonly Statement[] } = isObject(found) ? found : JSON.parse(String(found));
  return new Map((document.Statement ?? []).map((one) => [one.Sid, one]));
};

describe("buckets", () => {
  let made: Made;
  let graph: CapturedGraph;
  beforeAll(async () => {
    made = await make("saas.aws.us-east-1.flow");
    graph = made.graph;
  });

  it.each(parts)("%s: nobody on the internet sees it, and old versions are kept", (part) => {
    expect(named(graph, `storage-${part}-private`).inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(named(graph, `storage-${part}-owner`).inputs.rule).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    expect(named(graph, `storage-${part}-versions`).inputs.versioningConfiguration).toEqual({ status: "Enabled" });
  });

  it.each([
    ["blobs", { sseAlgorithm: "aws:kms", kmsMasterKeyId: dataKey }, true],
    ["artifacts", { sseAlgorithm: "aws:kms", kmsMasterKeyId: dataKey }, true],
    ["audit", { sseAlgorithm: "aws:kms", kmsMasterKeyId: auditKey }, true],
    ["logs", { sseAlgorithm: "AES256" }, undefined],
  ])("%s is encrypted by default", (part, applyServerSideEncryptionByDefault, bucketKeyEnabled) => {
    const [rule, ...more] = [named(graph, `storage-${part}-encryption`).inputs.rules ?? []].flat();
    expect(more).toEqual([]);
    expect(rule).toEqual({
      applyServerSideEncryptionByDefault,
      ...(bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled }),
      blockedEncryptionTypes: ["SSE-C"],
    });
  });

  it.each(parts)("%s: a policy is put only where it cannot make the bucket public", (part) => {
    expect(named(graph, `storage-${part}-policy`).dependencies).toContain(named(graph, `storage-${part}-private`).urn);
  });

  it.each(parts)("%s answers over TLS alone and to this account alone", (part) => {
    const statements = policy(graph, part);
    expect(statements.get("DenyWithoutTls")?.Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
    expect(statements.get("DenyOldTls")?.Condition).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
    expect(statements.get("DenyOtherAccounts")?.Condition).toEqual({
      StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
    for (const sid of ["DenyWithoutTls", "DenyOldTls", "DenyOtherAccounts"]) {
      const { Effect, Principal, Action, Resource } = statements.get(sid) ?? {};
      const arn = `arn:aws:s3:::${String(named(graph, `storage-${part}-bucket`).inputs.bucket)}`;
      expect({ Effect, Principal, Action, Resource }, sid).toEqual({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
      });
    }
  });

  it.each([
    ["blobs", dataKey],
    ["artifacts", dataKey],
    ["audit", auditKey],
  ])("%s takes an object under its own key or not at all", (part, key) => {
    const statements = policy(graph, part);
    const unlessService = { "aws:PrincipalIsAWSService": "false" };
    expect(statements.get("DenyOtherAlgorithm")?.Condition).toEqual({
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      BoolIfExists: unlessService,
    });
    expect(statements.get("DenyOtherKey")?.Condition).toEqual({
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": key },
      BoolIfExists: unlessService,
    });
    expect(statements.get("DenyKeyOfWriter")?.Condition).toEqual({
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
      BoolIfExists: unlessService,
    });
  });

  it("allow nothing by their policies but what AWS itself writes", () => {
    const allowed = parts.flatMap((part) =>
      [...policy(graph, part).values()].filter(({ Effect }) => Effect === "Allow").map(({ Sid }) => `${part} ${Sid}`),
    );
    expect(allowed).toEqual([
      "audit TrailAsksForOwner",
      "audit TrailWrites",
      "logs LoadBalancersWrite",
      "logs BucketsWrite",
    ]);
  });

  it("let this stamp's trail write and no other", () => {
    const bucket = String(named(graph, "storage-audit-bucket").inputs.bucket);
    expect(policy(graph, "audit").get("TrailWrites")).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Resource: `arn:aws:s3:::${bucket}/trail/AWSLogs/111122223333/*`,
      Condition: {
        StringEquals: {
          "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/flow-audit",
          "aws:SourceAccount": "111122223333",
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
      },
    });
  });

  it("record requests to three buckets in the fourth, which takes them from those alone", () => {
    const names = (["blobs", "artifacts", "audit"] as const).map((part) => {
      const log = named(graph, `storage-${part}-access-log`);
      expect(log.inputs).toMatchObject({
        targetBucket: named(graph, "storage-logs-bucket").id,
        targetPrefix: `requests/${part}/`,
      });
      return `arn:aws:s3:::${String(named(graph, `storage-${part}-bucket`).inputs.bucket)}`;
    });
    expect(policy(graph, "logs").get("BucketsWrite")?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnEquals: { "aws:SourceArn": names },
    });
    expect(graph.resources.map(({ name }) => name)).not.toContain("storage-logs-access-log");
  });

  it("keep what was removed for as long as a plan's trash, and end abandoned uploads", () => {
    const { rules } = named(graph, "storage-blobs-lifecycle").inputs;
    expect(rules).toEqual([
      {
        id: "removed-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
      },
      {
        id: "delete-markers",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "abandoned-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
    // A legal hold suspends every end, and no rule of a bucket knows of holds.
    for (const part of ["blobs", "artifacts"]) {
      expect(JSON.stringify(named(graph, `storage-${part}-lifecycle`).inputs.rules)).not.toContain('"days"');
    }
  });

  it("end logs when their time is over", () => {
    expect(JSON.stringify(named(graph, "storage-logs-lifecycle").inputs.rules)).toContain('"expiration":{"days":90}');
  });

  it("have names that the world can tell apart", () => {
    const names = ofType(graph, bucketType).map(({ inputs }) => String(inputs.bucket));
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^flow-us-east-1-[a-z]+-[0-9a-f]{10}$/);
  });
});

describe("the audit store", () => {
  it("is locked for as long as was promised, in compliance mode, and stays after the stack with all its rules", async () => {
    const { graph } = await make("saas.aws.ap-southeast-2.flow");
    expect(named(graph, "storage-audit-bucket").inputs).toMatchObject({ objectLockEnabled: true, forceDestroy: false });
    expect(named(graph, "storage-audit-lock").inputs).toMatchObject({
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 730 } },
    });
    const own = graph.resources.filter(({ name, custom }) => custom && name.startsWith("storage-audit-"));
    expect(own).toHaveLength(9);
    for (const { name, protect, retainOnDelete } of own) {
      expect({ protect, retainOnDelete }, name).toEqual({ protect: true, retainOnDelete: true });
    }
  });

  it("cannot be emptied or weakened, whoever asks", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow");
    const statements = policy(graph, "audit");
    expect(statements.get("DenyRemoval")?.Action).toEqual([
      "s3:BypassGovernanceRetention",
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
    ]);
    expect(statements.get("DenyRemoval")).not.toHaveProperty("Condition");
    expect(statements.get("DenyWeakerLock")?.Condition).toEqual({
      Null: { "s3:object-lock-mode": "false" },
      StringNotEquals: { "s3:object-lock-mode": ["COMPLIANCE"] },
    });
  });

  it("keeps the trail as long as the longer of lock and logs", async () => {
    const { graph } = await make("saas.aws.ap-southeast-2.flow");
    expect(named(graph, "storage-audit-lifecycle").inputs.rules).toContainEqual({
      id: "trail",
      status: "Enabled",
      filter: { prefix: "trail/" },
      expiration: { days: 730 },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    });
  });
});

describe("a store that is made to be thrown away", () => {
  it("is locked in governance mode, and says nothing against an administrator's removal", async () => {
    const context = await exampleContext("saas.aws.us-east-1.flow");
    const { keys } = exampleFacts(context);
    const facts = { ...context.facts, auditLockMode: "GOVERNANCE" as const };
    const graph = await captureParts(context, () => {
      new AwsStorage("storage", { context: { ...context, facts }, keys });
    });
    expect(named(graph, "storage-audit-lock").inputs).toMatchObject({
      rule: { defaultRetention: { mode: "GOVERNANCE" } },
    });
    expect(policy(graph, "audit").has("DenyRemoval")).toBe(false);
    expect(policy(graph, "audit").get("DenyWeakerLock")?.Condition.StringNotEquals).toEqual({
      "s3:object-lock-mode": ["COMPLIANCE", "GOVERNANCE"],
    });
  });
});

describe("buckets of a stamp that ends", () => {
  it("are emptied and removed, but for the audit store", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow", { lifecycle: "decommissioning" });
    for (const part of ["blobs", "artifacts", "logs"]) {
      const bucket = named(graph, `storage-${part}-bucket`);
      expect([bucket.protect, bucket.retainOnDelete, bucket.inputs.forceDestroy], part).toEqual([false, false, true]);
    }
    const audit = named(graph, "storage-audit-bucket");
    expect([audit.protect, audit.retainOnDelete, audit.inputs.forceDestroy]).toEqual([false, true, false]);
  });

  it("were never to be emptied before", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow");
    for (const { name, inputs, protect } of ofType(graph, bucketType)) {
      expect([protect, inputs.forceDestroy], name).toEqual([true, false]);
    }
  });
});

describe("TLS 1.3", () => {
  it("is the floor for customers' objects; what AWS writes itself may choose", async () => {
    const { graph } = await make("saas.aws.ap-southeast-2.flow");
    const floor = (part: string) => policy(graph, part).get("DenyOldTls")?.Condition.NumericLessThan?.["s3:TlsVersion"];
    expect(parts.map(floor)).toEqual(["1.3", "1.3", "1.2", "1.2"]);
  });
});

describe("buckets that the customer brings", () => {
  it("are used and not touched", async () => {
    const { graph, facts } = await make("invpc.aws.eu-central-1.flow8");
    expect(graph.resources.filter(({ custom }) => custom)).toEqual([]);
    expect(facts.audit).toEqual({
      name: "customer-flow8-audit",
      arn: "arn:aws:s3:::customer-flow8-audit",
      ready: [],
    });
  });
});
