import type { Arns } from "../arn.ts";
import { type PolicyDocument, type PolicyStatement, policyOf } from "./document.ts";

/**
 * Everything that keeps a key in order and nothing that uses it. Who may read what the key protects is said below, and an
 * administrator who wants to has to change the policy first, which the trail records.
 */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const use = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** In a key's policy every resource is the key itself. */
const thisKey = "*";

/** Stands for everyone in the account whom a policy of their own lets. */
const account = (arns: Arns): { AWS: string } => ({ AWS: arns.ofAccount("iam", "root") });

const administered = (arns: Arns): PolicyStatement => ({
  Sid: "AdministrationWithoutUse",
  Effect: "Allow",
  Principal: account(arns),
  Action: administration,
  Resource: thisKey,
});

/** Whom their own policy lets, and only through these services of this region: nobody decrypts by hand. */
const usedThrough = (arns: Arns, ...services: readonly string[]): readonly PolicyStatement[] => {
  const through = {
    "kms:CallerAccount": arns.accountId,
    "kms:ViaService": services.map((service) => `${service}.${arns.region}.amazonaws.com`),
  };
  return [
    {
      Sid: "UseThroughServices",
      Effect: "Allow",
      Principal: account(arns),
      Action: use,
      Resource: thisKey,
      Condition: { StringEquals: through },
    },
    {
      Sid: "GrantsOfServices",
      Effect: "Allow",
      Principal: account(arns),
      Action: "kms:CreateGrant",
      Resource: thisKey,
      Condition: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
};

/**
 * By the core API's own processes, and never without the encryption context of theirs: what S3 or RDS encrypted under this
 * key cannot be opened around them. Roles are named by a condition, not as principals: KMS refuses a principal that does
 * not exist yet, and clings to the id of one that is made anew.
 */
const usedByRoles = (arns: Arns, roleArns: readonly string[]): PolicyStatement => ({
  Sid: "WrapKeysOfTenants",
  Effect: "Allow",
  Principal: account(arns),
  Action: ["kms:Decrypt", "kms:Encrypt"],
  Resource: thisKey,
  Condition: {
    ArnEquals: { "aws:PrincipalArn": [...roleArns] },
    StringEquals: { "kms:EncryptionContext:bailiwick:use": "wrap" },
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html */
const usedByFargate = ({ accountId }: Arns, clusterName: string): readonly PolicyStatement[] => {
  const ofCluster = {
    "kms:EncryptionContext:aws:ecs:clusterAccount": accountId,
    "kms:EncryptionContext:aws:ecs:clusterName": clusterName,
  };
  return [
    {
      Sid: "DisksOfTasks",
      Effect: "Allow",
      Principal: { Service: "fargate.amazonaws.com" },
      Action: "kms:GenerateDataKeyWithoutPlaintext",
      Resource: thisKey,
      Condition: { StringEquals: ofCluster },
    },
    {
      Sid: "GrantsForDisksOfTasks",
      Effect: "Allow",
      Principal: { Service: "fargate.amazonaws.com" },
      Action: "kms:CreateGrant",
      Resource: thisKey,
      Condition: { StringEquals: ofCluster, "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } },
    },
  ];
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
const usedByTrail = (arns: Arns, trailArn: string): readonly PolicyStatement[] => {
  const allow = (Sid: string, Action: string, more: Readonly<Record<string, unknown>> = {}): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action,
    Resource: thisKey,
    Condition: { StringEquals: { "aws:SourceArn": trailArn }, ...more },
  });
  return [
    // No encryption context comes with a question about the key itself.
    allow("DescribeForTrail", "kms:DescribeKey"),
    allow("EncryptTrail", "kms:GenerateDataKey", {
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": arns.of("cloudtrail", "trail/*") },
    }),
  ];
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const usedByLogs = (arns: Arns): PolicyStatement => ({
  Sid: "LogGroups",
  Effect: "Allow",
  Principal: { Service: `logs.${arns.region}.amazonaws.com` },
  Action: use,
  Resource: thisKey,
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arns.of("logs", "log-group:*") } },
});

/** Alarms and events reach an encrypted topic only when they may use its key. */
const usedByAlerts = ({ accountId }: Arns): PolicyStatement => ({
  Sid: "AlertsToTopic",
  Effect: "Allow",
  Principal: {
    Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"],
  },
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: thisKey,
  Condition: { StringEquals: { "aws:SourceAccount": accountId } },
});

/** Databases, buckets of customers' data, backups, wrapped tenants' keys, disks of tasks. */
export const dataKeyPolicy = (
  arns: Arns,
  { roleArns, clusterName }: { readonly roleArns: readonly string[]; readonly clusterName: string },
): PolicyDocument =>
  policyOf(
    administered(arns),
    ...usedThrough(arns, "rds", "s3", "backup"),
    usedByRoles(arns, roleArns),
    ...usedByFargate(arns, clusterName),
  );

/** The audit store, whose writer never decrypts by hand, and the trail. */
export const auditKeyPolicy = (arns: Arns, { trailArn }: { readonly trailArn: string }): PolicyDocument =>
  policyOf(administered(arns), ...usedThrough(arns, "s3", "cloudtrail"), ...usedByTrail(arns, trailArn));

/** Secrets, among them those that RDS keeps, log groups and the topic of alerts. */
export const secretsKeyPolicy = (arns: Arns): PolicyDocument =>
  policyOf(
    administered(arns),
    ...usedThrough(arns, "secretsmanager", "rds", "sns", "logs"),
    usedByLogs(arns),
    usedByAlerts(arns),
  );

/** A vault that copies of backups go to. */
export const backupKeyPolicy = (arns: Arns): PolicyDocument =>
  policyOf(administered(arns), ...usedThrough(arns, "backup", "rds", "s3"));
