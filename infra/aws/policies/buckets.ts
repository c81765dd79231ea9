import type { Input } from "@pulumi/pulumi";
import type { Arns } from "../arn.ts";
import type { PolicyStatement } from "./document.ts";

export const bucketArn = ({ partition }: Arns, name: string): string => `arn:${partition}:s3:::${name}`;

const everyone = "*";
const all = (arn: string): string[] => [arn, `${arn}/*`];

/** Nobody reads or writes without TLS, nor below the version that was promised. */
export const overTlsOnly = (arn: string, tlsMinimum: "1.2" | "1.3"): readonly PolicyStatement[] => [
  {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: everyone,
    Action: "s3:*",
    Resource: all(arn),
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: everyone,
    Action: "s3:*",
    Resource: all(arn),
    Condition: { NumericLessThan: { "s3:TlsVersion": tlsMinimum } },
  },
];

/**
 * An object is encrypted under the stamp's key or not written: a writer may leave the choice to the bucket, but not take
 * another key, S3's own, or one that it keeps to itself. Services of AWS are left out: CloudTrail writes the digests of its
 * files, which hold no event, under S3's key.
 */
export const underKeyOnly = (arn: string, keyArn: Input<string>): readonly PolicyStatement[] => {
  const deny = (Sid: string, Condition: Readonly<Record<string, unknown>>): PolicyStatement => ({
    Sid,
    Effect: "Deny",
    Principal: everyone,
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: { ...Condition, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
  });
  const algorithm = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return [
    deny("DenyOtherAlgorithm", { Null: { [algorithm]: "false" }, StringNotEquals: { [algorithm]: "aws:kms" } }),
    deny("DenyOtherKey", { Null: { [key]: "false" }, ArnNotEquals: { [key]: keyArn } }),
    deny("DenyKeyOfWriter", { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } }),
  ];
};

/** Only the account and the services that write for it: a mistaken grant to somebody else stays without effect. */
export const ownAccountOnly = (arn: string, { accountId }: Arns): PolicyStatement => ({
  Sid: "DenyOtherAccounts",
  Effect: "Deny",
  Principal: everyone,
  Action: "s3:*",
  Resource: all(arn),
  Condition: {
    StringNotEquals: { "aws:PrincipalAccount": accountId },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  },
});

/** A writer may lock an object for longer than the bucket does, but not in a weaker mode. */
export const lockedOnly = (arn: string, mode: "COMPLIANCE" | "GOVERNANCE"): PolicyStatement => ({
  Sid: "DenyWeakerLock",
  Effect: "Deny",
  Principal: everyone,
  Action: ["s3:PutObject", "s3:PutObjectRetention"],
  Resource: `${arn}/*`,
  Condition: {
    Null: { "s3:object-lock-mode": "false" },
    StringNotEquals: { "s3:object-lock-mode": mode === "COMPLIANCE" ? [mode] : ["COMPLIANCE", mode] },
  },
});

/** What was written is not removed, by nobody, as long as the policy stands; the lock holds when it does not. */
export const neverRemoved = (arn: string): PolicyStatement => ({
  Sid: "DenyRemoval",
  Effect: "Deny",
  Principal: everyone,
  Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  Resource: `${arn}/*`,
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const writtenByTrail = (
  arn: string,
  { accountId, trailArn, prefix }: { readonly accountId: string; readonly trailArn: string; readonly prefix: string },
): readonly PolicyStatement[] => {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const source = { "aws:SourceArn": trailArn, "aws:SourceAccount": accountId };
  return [
    {
      Sid: "TrailAsksForOwner",
      Effect: "Allow",
      Principal,
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { StringEquals: source },
    },
    {
      Sid: "TrailWrites",
      Effect: "Allow",
      Principal,
      Action: "s3:PutObject",
      Resource: `${arn}/${prefix}/AWSLogs/${accountId}/*`,
      Condition: { StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
export const writtenByLoadBalancers = (arn: string, arns: Arns): PolicyStatement => ({
  Sid: "LoadBalancersWrite",
  Effect: "Allow",
  Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${arn}/AWSLogs/${arns.accountId}/*`,
  Condition: { ArnLike: { "aws:SourceArn": arns.of("elasticloadbalancing", "loadbalancer/*") } },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export const writtenByBuckets = (
  arn: string,
  {
    accountId,
    prefix,
    from,
  }: { readonly accountId: string; readonly prefix: string; readonly from: readonly string[] },
): PolicyStatement => ({
  Sid: "BucketsWrite",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${arn}/${prefix}*`,
  Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnEquals: { "aws:SourceArn": [...from] } },
});
