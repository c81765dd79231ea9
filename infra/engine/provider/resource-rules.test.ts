import { describe, expect, it } from "vitest";
import { knownTypes } from "../../graph/computed-outputs.ts";
import { sdkProperties } from "../../graph/sdk-properties.ts";
import { replacesOnChange, typesWithReplacement } from "./replace-on-change.ts";
import { checkInputs, differenceOf } from "./resource-rules.ts";

const alias = "aws:kms/alias:Alias";
const cluster = "aws:rds/cluster:Cluster";
const key = "aws:kms/key:Key";
const checked = (type: string, news: Record<string, unknown>, olds: Record<string, unknown> = {}) =>
  checkInputs(type, "one", { olds, news, seed: "0123456789abcdef" });

describe("check", () => {
  it("refuses a property that the SDK does not have, and the lack of one it must have", () => {
    expect(checked(alias, { targetKeyID: "k" }).failures.map(({ reason }) => reason)).toEqual([
      "aws:kms/alias:Alias has no property targetKeyID.",
      "Missing required property targetKeyId of aws:kms/alias:Alias.",
    ]);
    expect(checked(alias, { targetKeyId: "k" }).failures).toEqual([]);
  });

  it("makes up a name where none is given, and keeps it", () => {
    const { inputs } = checked(cluster, { engine: "aurora-postgresql" });
    expect(inputs.clusterIdentifier).toBe("one-0123456");
    expect(
      checked(cluster, { engine: "aurora-postgresql" }, { clusterIdentifier: "one-before" }).inputs.clusterIdentifier,
    ).toBe("one-before");
    expect(checked(cluster, { engine: "x", clusterIdentifierPrefix: "p" }).inputs.clusterIdentifier).toBeUndefined();
  });
});

describe("diff", () => {
  it("finds nothing between equal inputs, in whatever order", () => {
    expect(
      differenceOf(key, { policy: { a: 1, b: [2] }, tags: {} }, { tags: {}, policy: { b: [2], a: 1 } }).properties,
    ).toEqual([]);
  });

  it("updates what can be changed and replaces for what cannot", () => {
    const before = { clusterIdentifier: "c", engine: "aurora-postgresql", kmsKeyId: "a", backupRetentionPeriod: 7 };
    expect(differenceOf(cluster, before, { ...before, backupRetentionPeriod: 35 })).toEqual({
      properties: ["backupRetentionPeriod"],
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(differenceOf(cluster, before, { ...before, kmsKeyId: "b" })).toEqual({
      properties: ["kmsKeyId"],
      replaces: ["kmsKeyId"],
      deleteBeforeReplace: true,
    });
  });

  it("makes the new one first where the name was made up, or changes", () => {
    const before = { bucket: "a", objectLockEnabled: false };
    const after = { ...before, objectLockEnabled: true };
    const bucket = "aws:s3/bucket:Bucket";
    expect(differenceOf(bucket, before, after).deleteBeforeReplace).toBe(true);
    expect(differenceOf(bucket, before, { ...after, __defaults: ["bucket"] }).deleteBeforeReplace).toBe(false);
    expect(differenceOf(bucket, before, { ...after, bucket: "b" }).deleteBeforeReplace).toBe(false);
  });

  it.each([
    ["aws:ec2/subnet:Subnet", "cidrBlock", true],
    ["aws:ec2/subnet:Subnet", "tags", false],
    ["aws:lb/loadBalancer:LoadBalancer", "internal", true],
    ["aws:lb/loadBalancer:LoadBalancer", "securityGroups", false],
    ["aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", true],
    ["aws:ecs/service:Service", "taskDefinition", false],
    [cluster, "storageEncrypted", true],
    [cluster, "deletionProtection", false],
    [key, "region", true],
    ["aws:backup/plan:Plan", "name", false],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn", true],
  ])("%s: %s replaces: %s", (type, property, replaces) => {
    expect(sdkProperties(type).inputs).toContain(property);
    expect(replacesOnChange(type, property)).toBe(replaces);
  });

  it("names only types that the cloud knows", () => {
    expect(typesWithReplacement.filter((type) => !knownTypes.includes(type))).toEqual([]);
  });
});
