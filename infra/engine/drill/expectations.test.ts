import { describe, expect, it } from "vitest";
import type { CloudResource, Properties } from "../cloud/cloud-resource.ts";
import { beyondTheWorkload, strays, unprotected, wronglyDestroyed } from "./expectations.ts";

const state = (type: string, protect: boolean, inputs: Properties = {}) => ({
  ...{ urn: type, type, id: "", custom: true, retainOnDelete: false },
  ...{ protect, inputs },
});
const thing = (type: string, id: string, inputs: Properties = {}): CloudResource => ({
  ...{ type, id, inputs, name: id, urn: `${type}::${id}`, region: "eu-west-1" },
  ...{ incarnation: 0, state: { ...inputs } },
});

describe("what the drill expects", () => {
  it("of data: protection by Pulumi, and by the cloud where it can", () => {
    const cluster = "aws:rds/cluster:Cluster";
    expect(unprotected([state(cluster, true, { deletionProtection: true }), state("aws:ec2/vpc:Vpc", false)])).toEqual(
      [],
    );
    expect(unprotected([state(cluster, false, { deletionProtection: true })])).toEqual([`${cluster} is not protected`]);
    expect(unprotected([state(cluster, true)])).toEqual([`${cluster} has no deletionProtection`]);
    expect(unprotected([state("aws:s3/bucket:Bucket", false)])).toHaveLength(1);
  });

  it("of what exists: that the state knows it, by the id it has", () => {
    const [key, twin] = [thing("aws:kms/key:Key", "k"), { ...thing("aws:kms/key:Key", "k"), id: "twin" }];
    const known = [{ ...state(key.type, true), urn: key.urn, id: key.id }];
    expect(strays([key], known)).toEqual([]);
    expect(strays([key, twin], known)).toEqual([`${key.urn} exists as twin and the state does not know it`]);
  });

  it("of a release: nothing but the workload", () => {
    const touch = (type: string) => ({ kind: "update", type, urn: type, id: type }) as const;
    expect(beyondTheWorkload([touch("aws:ecs/service:Service")])).toEqual([]);
    expect(beyondTheWorkload([touch("aws:rds/cluster:Cluster")])).toHaveLength(1);
  });

  it("of a destroy: keys and write-once stores stay, with their locks, and nothing else", () => {
    const key = thing("aws:kms/key:Key", "k");
    const store = thing("aws:s3/bucket:Bucket", "audit", { bucket: "audit", objectLockEnabled: true });
    const lock = thing("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "audit", {
      bucket: "audit",
    });
    const vault = thing("aws:backup/vault:Vault", "v", { name: "v" });
    const vaultLock = thing("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "v", { backupVaultName: "v" });
    const blobs = thing("aws:s3/bucket:Bucket", "blobs", { bucket: "blobs" });
    const before = [key, store, lock, vault, vaultLock, blobs];
    expect(wronglyDestroyed(before, [key, store, lock, vault, vaultLock])).toEqual([]);
    expect(wronglyDestroyed(before, before)).toEqual([`${blobs.urn} was left behind`]);
    for (const taken of [key, store, lock, vault, vaultLock]) {
      const after = before.filter((resource) => resource !== taken && resource !== blobs);
      expect(wronglyDestroyed(before, after)).toEqual([`${taken.urn} is gone and must outlive the stamp`]);
    }
  });
});
