import { type Captured, type CapturedResource, ofType } from "../captured.ts";
import { at, finding, type Invariant } from "./invariant.ts";

interface Layers {
  /** What the cloud itself must be told, by property. */
  readonly cloud: Readonly<Record<string, Captured>>;
  /** True for what must be left behind when the stack is destroyed. */
  readonly retained?: boolean;
}

/** Types that hold data or without which data cannot be read. */
const layers: Readonly<Record<string, Layers>> = {
  "aws:rds/cluster:Cluster": {
    cloud: { deletionProtection: true, skipFinalSnapshot: false, deleteAutomatedBackups: false },
  },
  "aws:rds/instance:Instance": {
    cloud: { deletionProtection: true, skipFinalSnapshot: false, deleteAutomatedBackups: false },
  },
  "aws:s3/bucket:Bucket": { cloud: { forceDestroy: false } },
  "aws:kms/key:Key": { cloud: { deletionWindowInDays: 30 }, retained: true },
  "aws:secretsmanager/secret:Secret": { cloud: { recoveryWindowInDays: 30 } },
  "aws:backup/vault:Vault": { cloud: { forceDestroy: false }, retained: true },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": { cloud: {}, retained: true },
  "aws:cloudwatch/logGroup:LogGroup": { cloud: { deletionProtectionEnabled: true } },
  "aws:cloudtrail/trail:Trail": { cloud: {} },
  "aws:rds/clusterInstance:ClusterInstance": { cloud: {} },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": { cloud: {}, retained: true },
  "aws:s3/bucketPolicy:BucketPolicy": { cloud: {} },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { cloud: {} },
  "aws:s3/bucketVersioning:BucketVersioning": { cloud: {} },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": { cloud: {} },
};

/** Cloud flags that decommissioning may lift, but for what stays behind; the others stay. */
const lifted = new Set(["deletionProtection", "deletionProtectionEnabled", "forceDestroy"]);

export const dataProtected: Invariant = {
  id: "data-protected",
  promise:
    "What holds data is protected by Pulumi, by the cloud and, for keys and write-once stores, beyond the stack's end.",
  *check({ graph, stamp }) {
    const { resources } = graph;
    const active = stamp.settings.lifecycle === "active";
    const locked = lockedBuckets(resources);
    for (const resource of resources) {
      const wanted = layers[resource.type];
      if (wanted === undefined) continue;
      if (resource.protect !== active) yield finding(resource, active ? "is not protected" : "is still protected");
      const stays = wanted.retained === true || locked.has(resource.urn);
      if (stays && !resource.retainOnDelete) {
        yield finding(resource, "is not left behind when the stack is destroyed");
      }
      for (const [property, value] of Object.entries(wanted.cloud)) {
        if (!active && !stays && lifted.has(property)) continue;
        if (at(resource, property) !== value)
          yield finding(resource, `must have ${property}: ${JSON.stringify(value)}`);
      }
    }
    for (const balancer of ofType(graph, "aws:lb/loadBalancer:LoadBalancer")) {
      if (active && at(balancer, "enableDeletionProtection") !== true) yield finding(balancer, "can be deleted");
    }
  },
};

/** Buckets whose objects the cloud refuses to delete. */
const lockedBuckets = (resources: readonly CapturedResource[]): ReadonlySet<string> =>
  new Set(
    resources
      .filter((resource) => resource.type === "aws:s3/bucket:Bucket" && at(resource, "objectLockEnabled") === true)
      .map(({ urn }) => urn),
  );
