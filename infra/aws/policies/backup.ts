import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";

export interface BackupFacts {
  readonly arns: Arns;
  readonly clusterArns: readonly Input<string>[];
  readonly bucketArns: readonly Input<string>[];
  /** Keys of what is backed up and of the vaults. */
  readonly keyArns: readonly Input<string>[];
  /** Regions that a vault stands in: the stamp's, and the copies'. */
  readonly regions: readonly string[];
}

/**
 * What AWS Backup may do: the parts of AWS's own policies that clusters and buckets need
 * (AWSBackupServiceRolePolicyForBackup, AWSBackupServiceRolePolicyForS3Backup), bound to this stamp's.
 */
export const backupGrants = (facts: BackupFacts): readonly Grant[] => [
  ...clusterGrants(facts),
  ...bucketGrants(facts),
  ...keyGrants(facts),
  {
    sid: "TagPoints",
    why: "carry tags over to recovery points",
    actions: ["backup:TagResource"],
    resources: facts.regions.map((region) => ofRegion(facts.arns, "backup", region, "recovery-point:*")),
  },
  {
    sid: "CopyToVaults",
    why: "copy recovery points between the stamp's vaults",
    actions: ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
    resources: facts.regions.map((region) => ofRegion(facts.arns, "backup", region, "backup-vault:*")),
  },
];

const ofRegion = ({ partition, accountId }: Arns, service: string, region: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

const clusterGrants = ({ arns, clusterArns, regions }: BackupFacts): readonly Grant[] => {
  const snapshots = regions.map((region) => ofRegion(arns, "rds", region, "cluster-snapshot:awsbackup:*"));
  return [
    {
      sid: "DescribeClusters",
      why: "find the clusters and their backups",
      actions: [
        "rds:DescribeDBClusterAutomatedBackups",
        "rds:DescribeDBClusters",
        "rds:DescribeDBClusterSnapshots",
        "rds:ListTagsForResource",
      ],
      resources: [
        ...clusterArns,
        ...regions.flatMap((region) => [
          ofRegion(arns, "rds", region, "cluster:*"),
          ofRegion(arns, "rds", region, "cluster-snapshot:*"),
          ofRegion(arns, "rds", region, "cluster-auto-backup:*"),
        ]),
      ],
    },
    {
      sid: "KeepClusters",
      why: "set how long a cluster's own recovery reaches back, and take snapshots of it",
      actions: ["rds:AddTagsToResource", "rds:CreateDBClusterSnapshot", "rds:ModifyDBCluster"],
      resources: [...clusterArns, ...snapshots],
    },
    {
      sid: "KeepSnapshots",
      why: "copy snapshots that it took, and remove them when their time is over",
      actions: ["rds:CopyDBClusterSnapshot", "rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"],
      resources: snapshots,
    },
  ];
};

const bucketGrants = ({ arns, bucketArns }: BackupFacts): readonly Grant[] => [
  {
    sid: "ReadBuckets",
    why: "list what a bucket holds and hear of changes to it",
    actions: [
      "s3:GetBucketAcl",
      "s3:GetBucketLocation",
      "s3:GetBucketNotification",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetInventoryConfiguration",
      "s3:ListBucket",
      "s3:ListBucketVersions",
      "s3:PutBucketNotification",
      "s3:PutInventoryConfiguration",
    ],
    resources: bucketArns,
  },
  {
    sid: "ReadObjects",
    why: "read the objects that it keeps",
    actions: [
      "s3:GetObject",
      "s3:GetObjectAcl",
      "s3:GetObjectTagging",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
    ],
    resources: bucketArns.map((arn) => joined(arn, "/*")),
  },
  {
    sid: "HearOfChanges",
    why: "keep the event rule that tells it of changes to buckets",
    actions: [
      "events:DeleteRule",
      "events:DescribeRule",
      "events:DisableRule",
      "events:EnableRule",
      "events:ListTargetsByRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
    ],
    resources: [arns.of("events", "rule/AwsBackupManagedRule*")],
  },
  {
    sid: "SizeUp",
    why: "see how large a bucket is and which rules there are",
    actions: ["cloudwatch:GetMetricData", "events:ListRules"],
    resources: ["*"],
  },
];

const keyGrants = ({ keyArns, regions }: BackupFacts): readonly Grant[] => {
  const through = {
    "kms:ViaService": regions.flatMap((region) =>
      ["backup", "rds", "s3"].map((service) => `${service}.${region}.amazonaws.com`),
    ),
  };
  return [
    {
      sid: "UseKeys",
      why: "read what is encrypted and encrypt the backup of it",
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      resources: keyArns,
      conditions: { StringEquals: through },
    },
    {
      sid: "LendKeys",
      why: "let the database service copy a snapshot under a key",
      actions: ["kms:CreateGrant"],
      resources: keyArns,
      conditions: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
};
