import { at, finding, type Invariant } from "./invariant.ts";
import { ownOf } from "./own.ts";

/** Where each kind of store names its key. */
const keyPaths: Readonly<Record<string, readonly string[]>> = {
  "aws:rds/cluster:Cluster": ["kmsKeyId", "masterUserSecretKmsKeyId"],
  "aws:rds/clusterInstance:ClusterInstance": ["performanceInsightsKmsKeyId"],
  "aws:rds/instance:Instance": ["kmsKeyId", "masterUserSecretKmsKeyId"],
  "aws:secretsmanager/secret:Secret": ["kmsKeyId"],
  "aws:cloudwatch/logGroup:LogGroup": ["kmsKeyId"],
  "aws:sns/topic:Topic": ["kmsMasterKeyId"],
  "aws:backup/vault:Vault": ["kmsKeyArn"],
  "aws:cloudtrail/trail:Trail": ["kmsKeyId"],
  "aws:ecs/cluster:Cluster": [
    "configuration.managedStorageConfiguration.fargateEphemeralStorageKmsKeyId",
    "configuration.managedStorageConfiguration.kmsKeyId",
  ],
};

const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

export const encryptedUnderOwnKey: Invariant = {
  id: "encrypted-under-own-key",
  promise:
    "Every store is encrypted under a key of the stamp; only access logs, which AWS cannot write so, under AWS's own.",
  *check(judged) {
    const { resources } = judged.graph;
    const { isKey, logBucket } = ownOf(judged);
    for (const resource of resources) {
      for (const path of keyPaths[resource.type] ?? []) {
        if (resource.type.endsWith(":ClusterInstance") && at(resource, "performanceInsightsEnabled") !== true) continue;
        if (!isKey(at(resource, path))) yield finding(resource, `names no key of the stamp in ${path}`);
      }
      if (resource.type === "aws:rds/cluster:Cluster" && at(resource, "storageEncrypted") !== true) {
        yield finding(resource, "must have storageEncrypted: true");
      }
      if (resource.type === "aws:kms/key:Key" && at(resource, "enableKeyRotation") !== true) {
        yield finding(resource, "is not rotated");
      }
      if (resource.type === "aws:kms/key:Key") {
        if (at(resource, "policy") === undefined) yield finding(resource, "has AWS's own policy, which lets all in");
        if (at(resource, "isEnabled") === false) yield finding(resource, "is switched off");
        if (at(resource, "bypassPolicyLockoutSafetyCheck") === true) yield finding(resource, "can lock its owner out");
      }
    }
    const configured = resources.filter(({ type }) => type === encryption);
    for (const bucket of resources.filter(({ type }) => type === "aws:s3/bucket:Bucket")) {
      const own = configured.find((resource) => at(resource, "bucket") === bucket.id);
      const algorithm = own && at(own, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm");
      const key = own && at(own, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId");
      const isLogs = bucket.id === logBucket;
      if (isLogs ? algorithm !== "AES256" : algorithm !== "aws:kms" || !isKey(key)) {
        yield finding(bucket, isLogs ? "is not encrypted" : "is not encrypted under a key of the stamp");
      }
    }
  },
};
