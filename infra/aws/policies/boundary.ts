import type { Input } from "@pulumi/pulumi";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";
import { modelActions } from "./models.ts";
import type { RoleFacts } from "./role-facts.ts";

/**
 * The most that a process of the stamp can ever be allowed, whatever its role comes to say: services of this region and
 * account, the stamp's own buckets, and nothing that ends data, keys or locks. It grants nothing by itself.
 */
export const boundaryGrants = ({ arns, tenantKeys, secrets, storage }: RoleFacts): readonly Grant[] => [
  {
    sid: "Keys",
    why: "use and make keys in this region",
    actions: [
      "kms:CreateAlias",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:EnableKeyRotation",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:TagResource",
    ],
    resources: [arns.of("kms", "key/*"), arns.of("kms", `${tenantKeys.aliasPrefix}*`)],
  },
  {
    sid: "CreateKeys",
    why: "make keys in this region",
    actions: ["kms:CreateKey"],
    resources: ["*"],
    conditions: { StringEquals: { "aws:RequestedRegion": arns.region } },
  },
  {
    sid: "Objects",
    why: "use the stamp's own buckets",
    actions: [
      "s3:DeleteObject",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetObject",
      "s3:GetObjectRetention",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:ListBucketVersions",
      "s3:PutObject",
      "s3:PutObjectRetention",
    ],
    resources: [storage.blobs, storage.artifacts, storage.audit].flatMap(({ arn }) => [arn, joined(arn, "/*")]),
  },
  {
    sid: "Databases",
    why: "sign in to databases of this region as the product's roles",
    actions: ["rds-db:connect"],
    resources: [arns.of("rds-db", "dbuser:*/bailiwick_*")],
  },
  {
    sid: "Secrets",
    why: "read and make the region's own secrets",
    actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
    resources: Object.values(secrets),
  },
  {
    sid: "Models",
    why: "call models in this region",
    actions: modelActions,
    resources: [arns.ofService("bedrock", "foundation-model/*")],
  },
  auditStays(storage.audit.arn),
];

/** What no role of the stamp can ever be allowed. `audit` is the ARN of the audit bucket. */
export const auditStays = (audit: Input<string>): Grant => ({
  sid: "AuditStays",
  why: "never remove or unlock the audit copy",
  effect: "Deny",
  actions: [
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutObjectLegalHold",
  ],
  resources: [audit, joined(audit, "/*")],
});
