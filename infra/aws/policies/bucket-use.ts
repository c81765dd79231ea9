import type { Input } from "@pulumi/pulumi";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";

type Facts = Pick<RoleFacts, "arns" | "keys" | "storage">;

/** Objects of customers: read, written and removed; versioning keeps what was removed as long as the lifecycle says. */
export const objectGrants = ({ arns, keys, storage: { blobs, artifacts } }: Facts): readonly Grant[] => {
  const buckets = [blobs.arn, artifacts.arn];
  return [
    {
      sid: "UseObjects",
      why: "keep blobs and build artifacts",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: buckets.map((arn) => joined(arn, "/*")),
    },
    {
      sid: "ListObjects",
      why: "tell an object that is not there from one that may not be read",
      actions: ["s3:ListBucket"],
      resources: buckets,
    },
    sealed("SealObjects", "have S3 encrypt and decrypt those objects", keys.dataKeyArn, buckets, arns.region),
  ];
};

/** The audit copy: objects are added and locked for longer, never removed, and never unlocked. */
export const auditGrants = ({ arns, keys, storage: { audit } }: Facts): readonly Grant[] => [
  {
    sid: "WriteAudit",
    why: "write the audit copy and lock each object of it",
    actions: ["s3:PutObject", "s3:PutObjectRetention"],
    resources: [joined(audit.arn, "/*")],
  },
  {
    sid: "VerifyAudit",
    why: "verify what was written and how long it is locked",
    actions: ["s3:GetObjectRetention", "s3:GetObjectVersion"],
    resources: [joined(audit.arn, "/*")],
  },
  {
    sid: "VerifyAuditLock",
    why: "list the audit copy and verify at every start that the bucket's lock is on and long enough",
    actions: ["s3:GetBucketObjectLockConfiguration", "s3:ListBucketVersions"],
    resources: [audit.arn],
  },
  sealed("SealAudit", "have S3 encrypt and decrypt the audit copy", keys.auditKeyArn, [audit.arn], arns.region),
];

/** With bucket keys the encryption context is the bucket's ARN, and without them the object's. */
const sealed = (
  sid: string,
  why: string,
  key: Input<string>,
  buckets: readonly Input<string>[],
  region: string,
): Grant => ({
  sid,
  why,
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: [key],
  conditions: {
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": buckets.flatMap((arn) => [arn, joined(arn, "/*")]) },
  },
});
