import type { ListedGrant } from "./listed-grants.ts";

const holder = "backup";
const own = "what is backed up is named where the action takes a name; these only describe, of this account and region";
const points = "recovery points are named by AWS Backup, which alone makes snapshots of this name";

const backup: readonly ListedGrant[] = [
  ...["cluster:*", "cluster-snapshot:*", "cluster-auto-backup:*", "cluster:<cluster>"].map((resource) => ({
    holder,
    actions: [
      "rds:DescribeDBClusterAutomatedBackups",
      "rds:DescribeDBClusters",
      "rds:DescribeDBClusterSnapshots",
      "rds:ListTagsForResource",
    ],
    resource: `rds:<region>:<account>:${resource}`,
    reason: own,
  })),
  {
    holder,
    actions: ["rds:AddTagsToResource", "rds:CreateDBClusterSnapshot", "rds:ModifyDBCluster"],
    resource: "rds:<region>:<account>:cluster:<cluster>",
  },
  {
    holder,
    actions: [
      "rds:AddTagsToResource",
      "rds:CopyDBClusterSnapshot",
      "rds:CreateDBClusterSnapshot",
      "rds:DeleteDBClusterSnapshot",
      "rds:ModifyDBCluster",
      "rds:ModifyDBClusterSnapshotAttribute",
    ],
    resource: "rds:<region>:<account>:cluster-snapshot:awsbackup:*",
    reason: points,
  },
  {
    holder,
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
    resource: "s3:::<data>",
  },
  {
    holder,
    actions: [
      "s3:GetObject",
      "s3:GetObjectAcl",
      "s3:GetObjectTagging",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
    ],
    resource: "s3:::<data>/*",
    reason: "objects have no name before they are written; the bucket is named",
  },
  {
    holder,
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
    resource: "events:<region>:<account>:rule/AwsBackupManagedRule*",
    reason: "the rule's name is AWS Backup's to choose",
  },
  {
    holder,
    actions: ["cloudwatch:GetMetricData", "events:ListRules"],
    resource: "*",
    reason: "neither has a resource; they show sizes of buckets and names of rules",
  },
  {
    holder,
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    resource: "kms:<region>:<account>:key/<key>",
    bound: ["kms:ViaService"],
  },
  {
    holder,
    actions: ["kms:CreateGrant"],
    resource: "kms:<region>:<account>:key/<key>",
    bound: ["kms:ViaService", "kms:GrantIsForAWSResource"],
  },
  {
    holder,
    actions: ["backup:TagResource"],
    resource: "backup:<region>:<account>:recovery-point:*",
    reason: points,
  },
  {
    holder,
    actions: ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
    resource: "backup:<region>:<account>:backup-vault:*",
    reason: "a vault of the copies' region is named after the role is made",
  },
];

const taken = "grants nothing by itself: it is the most that a role of a service can ever come to say";
const secrets = "secretsmanager:<region>:<account>:secret";

/** By names that begin as the stack's, since a boundary is there before anything else. */
const boundaries: readonly ListedGrant[] = [
  { actions: ["ecr:GetAuthorizationToken"], resource: "*" },
  {
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resource: "ecr:<region>:*:repository/*",
  },
  {
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resource: "logs:<region>:<account>:log-group:/bailiwick/<stack>-*",
  },
  ...[`${secrets}:bailiwick/<stack>-*`, `${secrets}:rds!*`, `${secrets}:<secret>`].map((resource) => ({
    actions: ["secretsmanager:GetSecretValue"],
    resource,
  })),
  { actions: ["kms:Decrypt"], resource: "kms:<region>:<account>:key/*", bound: ["kms:ViaService"] },
  { actions: ["ecs:RunTask"], resource: "ecs:<region>:<account>:task-definition/<stack>-*:*", bound: ["ecs:cluster"] },
  { actions: ["ecs:TagResource"], resource: "ecs:<region>:<account>:task/<stack>-*/*", bound: ["ecs:CreateAction"] },
  { actions: ["iam:PassRole"], resource: "iam::<account>:role/<stack>-*", bound: ["iam:PassedToService"] },
].map((row) => ({ ...row, holder: "service-boundary", reason: taken }));

/** Everything that roles of services of AWS may be given. */
export const serviceGrants: readonly ListedGrant[] = [
  ...["", ":log-stream:*"].map((end) => ({
    holder: "flow-logs",
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resource: `logs:<region>:<account>:log-group:<group>${end}`,
    reason: "streams are named by the network; the group is named",
  })),
  {
    holder: "smoke-schedule",
    actions: ["ecs:RunTask"],
    resource: "ecs:<region>:<account>:task-definition/<family>:*",
    bound: ["ecs:cluster"],
    reason: "each release is a new revision of the named family",
  },
  {
    holder: "smoke-schedule",
    actions: ["ecs:TagResource"],
    resource: "ecs:<region>:<account>:task/<cluster>/*",
    bound: ["ecs:CreateAction"],
    reason: "a task has no name before it runs; the cluster is named",
  },
  {
    holder: "smoke-schedule",
    actions: ["iam:PassRole"],
    resource: "iam::<account>:role/<role>",
    bound: ["iam:PassedToService"],
  },
  ...backup,
  ...backup.flatMap((row) => [
    { ...row, holder: "backup-boundary" },
    { ...row, holder: "backup-boundary", resource: row.resource.replace("<cluster>", "<stack>-*"), reason: taken },
  ]),
  ...boundaries,
];
