import { added, both, type Change, first, put, rewritten, without } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import {
  balancer,
  bucket,
  cluster,
  encryption,
  endpoint,
  key,
  lockConfiguration,
  logGroup,
  plan,
  rolePolicy,
  secret,
  trail,
  vaultLock,
  versioning,
} from "./types.ts";

const foreignKey = "arn:aws:kms:us-east-1:999999999999:key/evil";
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const selection = "aws:backup/selection:Selection";
const unguarded: Change = (resource) => ({ ...resource, protect: false, retainOnDelete: false });
const ending: Change = put("rules", [{ status: "Enabled", filter: { prefix: "" }, expiration: { days: 1 } }]);

export const ofData: MutationSet = {
  "data-protected": {
    "an unprotected cluster": first(cluster, (resource) => ({ ...resource, protect: false })),
    "a cluster anybody may delete": first(cluster, put("deletionProtection", false)),
    "no final snapshot": first(cluster, put("skipFinalSnapshot", true)),
    "backups that go with the cluster": first(cluster, put("deleteAutomatedBackups", true)),
    "a bucket that is emptied": first(bucket, put("forceDestroy", true)),
    "a key that goes with the stack": first(key, (resource) => ({ ...resource, retainOnDelete: false })),
    "a key that is gone in a week": first(key, put("deletionWindowInDays", 7)),
    "a secret that is gone at once": first(secret, put("recoveryWindowInDays", 0)),
    "a lock that goes with the stack": first(lockConfiguration, unguarded),
    "a vault's lock that goes with the stack": first(vaultLock, unguarded),
    "logs that anybody may delete": first(logGroup, unguarded),
    "a bucket's versions switched off by mistake": first(versioning, unguarded),
    "a front door that anybody may delete": first(balancer, put("enableDeletionProtection", false)),
  },
  "backed-up": {
    "no plan": without(plan),
    "no backup at all": both(without(plan), without(selection), without(vaultLock), without("aws:backup/vault:Vault")),
    "nothing chosen": without(selection),
    "a server left out": first(selection, (resource) => put("resources.0", "arn:aws:s3:::x")(resource)),
    "no lock": without(vaultLock),
    "a lock for a day": first(vaultLock, put("minRetentionDays", 1)),
    "a lock that can be taken off": first(vaultLock, put("changeableForDays", undefined)),
    "a vault of others": first(plan, put("rules.0.targetVaultName", "evil")),
    "snapshots only": first(plan, put("rules.0.enableContinuousBackup", false)),
    "a copy that the profile does not know": first(plan, (resource) =>
      resource.inputs.rules !== undefined && JSON.stringify(resource.inputs.rules).includes("copyActions")
        ? put("rules", [{ enableContinuousBackup: true, targetVaultName: "x" }])(resource)
        : put("rules.0.copyActions", [{ destinationVaultArn: "x" }])(resource),
    ),
  },
  "kept-long-enough": {
    "a week of backups": first(cluster, put("backupRetentionPeriod", 7)),
    "a week of logs": first(logGroup, put("retentionInDays", 7)),
    "logs for ever by accident": first(logGroup, put("retentionInDays", undefined)),
    "a key for two years": first(key, put("rotationPeriodInDays", 730)),
    "an audit copy that can be unlocked": first(lockConfiguration, put("rule.defaultRetention.mode", "GOVERNANCE")),
    "an audit copy for a month": first(lockConfiguration, put("rule.defaultRetention.days", 30)),
    "no audit lock": without(lockConfiguration),
    "a plan of ten days": first(plan, put("rules.0.lifecycle.deleteAfter", 10)),
    "a second rule of a day": first(plan, (resource) =>
      put("rules", [
        ...[resource.inputs.rules ?? []].flat(),
        { ruleName: "b", targetVaultName: "x", lifecycle: { deleteAfter: 1 } },
      ])(resource),
    ),
    "objects for a day": first(lifecycle, ending, /blobs/),
    "an audit copy for a day": first(lifecycle, ending, /audit/),
    "logs for a day": first(lifecycle, ending, /logs/),
    "no second thoughts": first(lifecycle, put("rules.0.noncurrentVersionExpiration.noncurrentDays", 1), /blobs/),
  },
  "encrypted-under-own-key": {
    "a cluster in the clear": first(cluster, put("storageEncrypted", false)),
    "a cluster under AWS's key": first(cluster, put("kmsKeyId", undefined)),
    "a log group under AWS's key": first(logGroup, put("kmsKeyId", undefined)),
    "a secret under AWS's key": first(secret, put("kmsKeyId", undefined)),
    "a bucket without encryption": without(encryption),
    "a key that never changes": first(key, put("enableKeyRotation", false)),
    "task disks under AWS's key": first(
      "aws:ecs/cluster:Cluster",
      put("configuration.managedStorageConfiguration.fargateEphemeralStorageKmsKeyId", undefined),
    ),
    "a cluster under a key of others": first(cluster, put("kmsKeyId", foreignKey)),
    "a cluster under a key's other name": first(cluster, put("kmsKeyId", "alias/aws/rds")),
    "a bucket under AWS's key": first(
      encryption,
      put("rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId", "alias/aws/s3"),
      /blobs/,
    ),
    "data encrypted as logs are": first(
      encryption,
      put("rules.0.applyServerSideEncryptionByDefault", { sseAlgorithm: "AES256" }),
      /blobs/,
    ),
    "a key that shuts its owner out": first(key, put("bypassPolicyLockoutSafetyCheck", true)),
    "a key with AWS's policy": first(key, put("policy", undefined)),
  },
  "stays-in-region": {
    "a key of several regions": first(key, put("multiRegion", true)),
    "a resource abroad": first(logGroup, put("region", "us-west-2")),
    "an ARN abroad": first(rolePolicy, put("description", "arn:aws:s3:ca-central-1:1:x")),
    "an ARN in another part of AWS": first(rolePolicy, put("description", "arn:aws-us-gov:s3:us-gov-west-1:1:x")),
    "a replica of a bucket": added("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {}),
    "a global database": added("aws:rds/globalCluster:GlobalCluster", {}),
    "another stack's outputs": added("pulumi:pulumi:StackReference", {}),
    "a trail of all regions": first(trail, put("isMultiRegionTrail", true)),
    "a provider for another region": added("pulumi:providers:aws", { region: "us-gov-west-1" }),
    "a copy of a snapshot that calls itself a backup": added("aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", {
      targetDbClusterSnapshotIdentifier: "stamp-backup",
      destinationRegion: "ca-central-1",
    }),
  },
  "nothing-missing": {
    "no servers": without(cluster),
    "a server in one zone": without("aws:rds/clusterInstance:ClusterInstance", /-1$/),
    "a server with AWS's parameters": first(cluster, put("dbClusterParameterGroupName", "default.aurora-postgresql17")),
    "a server that logs nothing": first(cluster, put("enabledCloudwatchLogsExports", undefined)),
    "a server's log for ever": without(logGroup, /databases/),
    "no versions": first(versioning, put("versioningConfiguration.status", "Suspended")),
    "no word of versions": without(versioning),
    "access lists": without("aws:s3/bucketOwnershipControls:BucketOwnershipControls"),
    "no log of reads": without("aws:s3/bucketLogging:BucketLogging"),
    "logs of reads elsewhere": first("aws:s3/bucketLogging:BucketLogging", put("targetBucket", "evil")),
    "no endpoint for keys": without(endpoint, /kms/),
    "an endpoint without a policy": first(endpoint, put("policy", undefined), /s3-gateway|bedrock/),
    "an alarm that nobody hears": first("aws:cloudwatch/metricAlarm:MetricAlarm", put("alarmActions", [])),
    "alarms for a stranger": first("aws:sns/topicSubscription:TopicSubscription", put("endpoint", "evil@x.example")),
    "failures for a stranger": first(
      "aws:cloudwatch/eventTarget:EventTarget",
      rewritten("arn", /:[^:]+$/, ":elsewhere"),
    ),
    "no check of the region": without("aws:scheduler/schedule:Schedule"),
  },
};
