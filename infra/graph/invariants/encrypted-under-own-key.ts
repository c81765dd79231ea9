import { at, finding, type Invariant } from "./invariant.ts";

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
  *check({ graph: { resources } }) {
    for (const resource of resources) {
      for (const path of keyPaths[resource.type] ?? []) {
        if (resource.type.endsWith(":ClusterInstance") && at(resource, "performanceInsightsEnabled") !== true) continue;
        if (typeof at(resource, path) !== "string") yield finding(resource, `names no key in ${path}`);
      }
      if (resource.type === "aws:rds/cluster:Cluster" && at(resource, "storageEncrypted") !== true) {
        yield finding(resource, "must have storageEncrypted: true");
      }
      if (resource.type === "aws:kms/key:Key" && at(resource, "enableKeyRotation") !== true) {
        yield finding(resource, "is not rotated");
      }
    }
    const configured = resources.filter(({ type }) => type === encryption);
    for (const bucket of resources.filter(({ type }) => type === "aws:s3/bucket:Bucket")) {
      const own = configured.find((resource) => at(resource, "bucket") === bucket.id);
      const algorithm = own && at(own, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm");
      const key = own && at(own, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId");
      const isLogs = /-logs(-|$)/.test(bucket.name);
      if (isLogs ? algorithm !== "AES256" : algorithm !== "aws:kms" || typeof key !== "string") {
        yield finding(bucket, isLogs ? "is not encrypted" : "is not encrypted under a key of the stamp");
      }
    }
  },
};
