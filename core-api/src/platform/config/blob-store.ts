import type { AwsPlace } from "../aws/client-options.ts";
import type { WormLock } from "../blob/worm.ts";
import type { Environment } from "../environment.ts";
import { parseKmsArn } from "../keys/kms-arn.ts";
import { readAwsPlace } from "./aws-place.ts";
import { readChoice, refuseUnused } from "./choice.ts";

export type BlobStoreSettings =
  | { readonly kind: "azure"; readonly connection: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly artifactBucket: string;
      /** ARN; absent where KMS wraps no keys: the bucket's default encryption decides then. */
      readonly kmsKey: string | undefined;
      readonly aws: AwsPlace;
    };

export interface AuditBucketSettings {
  readonly bucket: string;
  /** What every new object must at least be locked for. */
  readonly atLeast: WormLock;
  readonly aws: AwsPlace;
}

const connectionName = "BAILIWICK_BLOB_CONNECTION";
const bucketName = "BAILIWICK_BLOB_BUCKET";
const artifactName = "BAILIWICK_ARTIFACT_BUCKET";
const auditName = "BAILIWICK_AUDIT_BUCKET";
const daysName = "BAILIWICK_AUDIT_RETENTION_DAYS";
const modeName = "BAILIWICK_AUDIT_LOCK_MODE";

/** Where blobs are. The variables of the store that was not chosen are refused. */
export const readBlobStore = (from: Environment): BlobStoreSettings | undefined => {
  const kind = readChoice(from, "BAILIWICK_BLOB_STORE", ["azure", "s3"]);
  if (kind === "azure") {
    refuseUnused(from, [bucketName, artifactName], "BAILIWICK_BLOB_STORE is azure");
    const connection = from.secret(connectionName);
    return connection === undefined ? undefined : { kind, connection };
  }
  if (kind === undefined) return undefined;
  refuseUnused(from, [connectionName, `${connectionName}_FILE`], "BAILIWICK_BLOB_STORE is s3");
  const aws = readAwsPlace(from);
  const bucket = readBucket(from, bucketName);
  const artifactBucket = readBucket(from, artifactName);
  if (aws === undefined || bucket === undefined || artifactBucket === undefined) return undefined;
  if (bucket === artifactBucket) return from.refuse(artifactName, `must be another bucket than ${bucketName}.`);
  const kmsKey = from.optional("BAILIWICK_KMS_KEY");
  // What is wrong with it the key service says.
  return { kind, bucket, artifactBucket, aws, kmsKey: kmsKey && parseKmsArn(kmsKey) && kmsKey };
};

/** The write-once bucket of the audit log, which may be absent. Its lock is then named, and verified, in any case. */
export const readAuditBucket = (from: Environment): AuditBucketSettings | undefined => {
  if (from.optional(auditName) === undefined) {
    refuseUnused(from, [daysName, modeName], `${auditName} is not set`);
    return undefined;
  }
  const bucket = readBucket(from, auditName);
  const days = from.required(daysName);
  const mode = readChoice(from, modeName, ["COMPLIANCE", "GOVERNANCE"]);
  const aws = readAwsPlace(from);
  if (bucket === undefined || days === undefined || mode === undefined || aws === undefined) return undefined;
  if ([bucketName, artifactName].some((name) => from.optional(name) === bucket)) {
    return from.refuse(auditName, `must be another bucket than ${bucketName} and ${artifactName}.`);
  }
  // S3's own limits. (docs.aws.amazon.com/AmazonS3, object-lock-managing)
  if (!/^[1-9]\d{0,4}$/.test(days) || Number(days) > 36_500) {
    return from.refuse(daysName, "must be a number of days from 1 to 36500.");
  }
  return { bucket, aws, atLeast: { mode, days: Number(days) } };
};

const readBucket = (from: Environment, name: string): string | undefined => {
  const value = from.required(name);
  if (value === undefined || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value)) return value;
  return from.refuse(name, "must be the name of a bucket.");
};
