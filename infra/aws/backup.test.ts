import { describe, expect, it } from "vitest";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { AwsBackup } from "./backup.ts";
import type { AwsContext } from "./context.ts";
import { wildcards } from "./policies/wildcards.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const cluster = "arn:aws:rds:eu-central-1:111122223333:cluster:catalog";

const make = async (stack: string, arns: readonly string[] = [cluster]): Promise<CapturedGraph> =>
  backUp(await exampleContext(stack), arns);

const backUp = (context: AwsContext, arns: readonly string[] = [cluster]): Promise<CapturedGraph> => {
  const { keys, storage } = exampleFacts(context);
  return captureParts(context, () => {
    new AwsBackup("backup", { context, keys, databases: { arns }, storage });
  });
};
const vaultType = "aws:backup/vault:Vault";
const lockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";

describe("backups", () => {
  it("are continuous, kept for 35 days, and stay in the region", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    expect(named(graph, "backup-plan").inputs.rules).toEqual([
      {
        ruleName: "continuous",
        targetVaultName: named(graph, "backup-vault-points").id,
        schedule: "cron(0 1 * * ? *)",
        enableContinuousBackup: true,
        lifecycle: { deleteAfter: 35 },
      },
    ]);
    expect(ofType(graph, "pulumi:providers:aws")).toEqual([]);
    expect(ofType(graph, vaultType)).toHaveLength(1);
  });

  it("take in the clusters and the customers' buckets, and not the audit store", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    expect(named(graph, "backup-selection").inputs.resources).toEqual([
      cluster,
      "arn:aws:s3:::blobs-bucket",
      "arn:aws:s3:::artifacts-bucket",
    ]);
    expect(named(graph, "backup-selection").dependencies).toContain(named(graph, "backup-role-policy").urn);
  });

  it("lie in a vault under the data key that is locked for good in production, and outlives the stack", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    const vault = named(graph, "backup-vault-points");
    expect(vault.inputs).toMatchObject({
      name: "flow-backups-a1",
      kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/data",
      forceDestroy: false,
    });
    expect(named(graph, "backup-vault-lock").inputs).toEqual({
      backupVaultName: vault.id,
      minRetentionDays: 35,
      maxRetentionDays: 35,
      changeableForDays: 3,
    });
    for (const { name, protect, retainOnDelete } of ofType(graph, vaultType, lockType)) {
      expect([protect, retainOnDelete], name).toEqual([true, true]);
    }
  });

  it("are locked in a way that can be undone where the audit store is", async () => {
    const context = await exampleContext("saas.aws.us-east-1.flow");
    const graph = await backUp({ ...context, facts: { ...context.facts, auditLockMode: "GOVERNANCE" } });
    expect(named(graph, "backup-vault-lock").inputs).not.toHaveProperty("changeableForDays");
  });
});

describe("copies of backups", () => {
  it("go to the region that the profile names, to a locked vault under a key of that region", async () => {
    const graph = await make("saas.aws.eu-central-1.fluxi");
    const provider = named(graph, "backup-copies-region");
    expect(provider.inputs.region).toBe("eu-west-1");
    expect(JSON.stringify(provider.inputs.allowedAccountIds)).toContain("111122223333");

    const abroad = graph.resources.filter(({ custom, provider: by }) => custom && by.startsWith(provider.urn));
    expect(abroad.map(({ name }) => name).toSorted()).toEqual([
      "backup-copies-key",
      "backup-copies-vault-lock",
      "backup-copies-vault-points",
    ]);
    for (const { name, protect, retainOnDelete } of abroad)
      expect([protect, retainOnDelete], name).toEqual([true, true]);
    const key = named(graph, "backup-copies-key");
    expect(key.inputs).toMatchObject({ enableKeyRotation: true, rotationPeriodInDays: 90, multiRegion: false });
    expect(String(key.inputs.policy)).toContain("backup.eu-west-1.amazonaws.com");
    expect(String(key.inputs.policy)).not.toContain("eu-central-1");
    expect(named(graph, "backup-copies-vault-points").propertyDependencies.kmsKeyArn).toEqual([key.urn]);
  });

  it("are made once a day and kept as long as what they are copied from", async () => {
    const graph = await make("saas.aws.eu-central-1.fluxi");
    expect(named(graph, "backup-plan").inputs.rules).toMatchObject([
      { ruleName: "continuous" },
      {
        ruleName: "copies",
        lifecycle: { deleteAfter: 35 },
        copyActions: [{ lifecycle: { deleteAfter: 35 } }],
      },
    ]);
  });
});

describe("the role of backups", () => {
  it("may do what the job takes with this stamp's resources, and no more without a reason", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    const policy = named(graph, "backup-role-policy");
    expect(policy.inputs.name).toBe("backup");
    const { Statement } = JSON.parse(JSON.stringify(policy.inputs.policy));
    const wide: string[] = [];
    for (const { Action, Resource } of Statement) {
      for (const action of Action) expect(action).not.toContain("*");
      if (Resource.includes("*")) wide.push(...Action);
    }
    expect(wide.toSorted()).toEqual(wildcards.filter(({ policy: of }) => of === "backup").map(({ action }) => action));
    expect(JSON.stringify(Statement)).not.toContain("audit-bucket");
  });
});

describe("what the customer brings", () => {
  it("the customer backs up: without anything of its own the stamp makes no vault", async () => {
    const graph = await make("invpc.aws.eu-central-1.flow8", []);
    expect(graph.resources.filter(({ custom }) => custom)).toEqual([]);
  });

  it("is left out where the stamp has something of its own", async () => {
    const graph = await make("invpc.aws.eu-central-1.flow8");
    expect(named(graph, "backup-selection").inputs.resources).toEqual([cluster]);
  });
});
