import { type DeployerRows, of } from "./row.ts";

const rdsTags = of("rds", "AddTagsToResource", "ListTagsForResource", "RemoveTagsFromResource");
/** To have a service encrypt under a key of the stamp. */
const keyUse = of("kms", "CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey");
const backupTags = of("backup", "ListTags", "TagResource", "UntagResource");

/** Keys, databases, buckets, secrets, backups and the trail. Keys are left behind, so no right to delete one is needed. */
export const dataRows: DeployerRows = {
  "aws:kms/key:Key": {
    actions: [
      ...of("kms", "CreateKey", "DescribeKey", "GetKeyPolicy", "PutKeyPolicy", "UpdateKeyDescription"),
      ...of("kms", "EnableKeyRotation", "GetKeyRotationStatus"),
      ...of("kms", "ListResourceTags", "TagResource", "UntagResource"),
    ],
  },
  "aws:kms/alias:Alias": { actions: of("kms", "CreateAlias", "DeleteAlias", "ListAliases", "UpdateAlias") },
  "aws:rds/subnetGroup:SubnetGroup": {
    actions: [
      ...of("rds", "CreateDBSubnetGroup", "DeleteDBSubnetGroup", "DescribeDBSubnetGroups", "ModifyDBSubnetGroup"),
      ...rdsTags,
    ],
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    actions: [
      ...of("rds", "CreateDBClusterParameterGroup", "DeleteDBClusterParameterGroup"),
      ...of("rds", "DescribeDBClusterParameterGroups", "DescribeDBClusterParameters"),
      ...of("rds", "ModifyDBClusterParameterGroup", "ResetDBClusterParameterGroup"),
      ...rdsTags,
    ],
  },
  "aws:rds/cluster:Cluster": {
    actions: [
      ...of("rds", "CreateDBCluster", "DeleteDBCluster", "DescribeDBClusters", "ModifyDBCluster"),
      // The last snapshot, without which no server is removed.
      ...of("rds", "CreateDBClusterSnapshot", "DescribeDBClusterSnapshots", "DescribeGlobalClusters"),
      ...rdsTags,
      // RDS keeps the first user's password itself, in the caller's name.
      ...of("secretsmanager", "CreateSecret", "TagResource"),
      ...keyUse,
    ],
    linkedRoles: ["rds.amazonaws.com"],
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    actions: [
      ...of("rds", "CreateDBInstance", "DeleteDBInstance", "DescribeDBInstances", "ModifyDBInstance"),
      ...rdsTags,
    ],
    passesRoleTo: ["monitoring.rds.amazonaws.com"],
  },
  "aws:s3/bucket:Bucket": {
    actions: [
      ...of("s3", "CreateBucket", "DeleteBucket", "GetBucketLocation", "ListBucket"),
      // The provider reads everything a bucket can have before it says that nothing changed.
      ...of("s3", "GetAccelerateConfiguration", "GetBucketAcl", "GetBucketCORS", "GetBucketLogging"),
      ...of("s3", "GetBucketObjectLockConfiguration", "GetBucketPolicy", "GetBucketRequestPayment"),
      ...of("s3", "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite", "GetEncryptionConfiguration"),
      ...of("s3", "GetLifecycleConfiguration", "GetReplicationConfiguration"),
      ...of("s3", "PutBucketObjectLockConfiguration", "PutBucketTagging", "PutBucketVersioning"),
      ...of("s3", "ListTagsForResource", "TagResource", "UntagResource"),
    ],
  },
  "aws:s3/bucketVersioning:BucketVersioning": { actions: of("s3", "GetBucketVersioning", "PutBucketVersioning") },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    actions: of("s3", "GetEncryptionConfiguration", "PutEncryptionConfiguration"),
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    actions: of("s3", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    actions: of("s3", "GetBucketOwnershipControls", "PutBucketOwnershipControls"),
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    actions: of("s3", "DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    actions: of("s3", "GetLifecycleConfiguration", "PutLifecycleConfiguration"),
  },
  "aws:s3/bucketLogging:BucketLogging": { actions: of("s3", "GetBucketLogging", "PutBucketLogging") },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    actions: of("s3", "GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"),
  },
  "aws:secretsmanager/secret:Secret": {
    actions: of(
      "secretsmanager",
      "CreateSecret",
      "DeleteSecret",
      "DescribeSecret",
      "GetResourcePolicy",
      "TagResource",
      "UntagResource",
      "UpdateSecret",
    ),
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    actions: of(
      "secretsmanager",
      "DeleteResourcePolicy",
      "GetResourcePolicy",
      "PutResourcePolicy",
      "ValidateResourcePolicy",
    ),
  },
  "aws:backup/vault:Vault": {
    actions: [
      ...of("backup", "CreateBackupVault", "DeleteBackupVault", "DescribeBackupVault"),
      ...of("backup-storage", "MountCapsule"),
      ...backupTags,
      ...keyUse,
    ],
    linkedRoles: ["backup.amazonaws.com"],
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    actions: of(
      "backup",
      "DeleteBackupVaultLockConfiguration",
      "DescribeBackupVault",
      "PutBackupVaultLockConfiguration",
    ),
  },
  "aws:backup/plan:Plan": {
    actions: [
      ...of("backup", "CreateBackupPlan", "DeleteBackupPlan", "GetBackupPlan", "UpdateBackupPlan"),
      ...backupTags,
    ],
  },
  "aws:backup/selection:Selection": {
    actions: of("backup", "CreateBackupSelection", "DeleteBackupSelection", "GetBackupSelection"),
    passesRoleTo: ["backup.amazonaws.com"],
  },
  "aws:cloudtrail/trail:Trail": {
    actions: [
      ...of("cloudtrail", "CreateTrail", "DeleteTrail", "DescribeTrails", "GetTrail", "UpdateTrail"),
      ...of("cloudtrail", "GetTrailStatus", "StartLogging", "StopLogging"),
      ...of("cloudtrail", "GetEventSelectors", "GetInsightSelectors", "PutEventSelectors"),
      ...of("cloudtrail", "AddTags", "ListTags", "RemoveTags"),
    ],
  },
};
