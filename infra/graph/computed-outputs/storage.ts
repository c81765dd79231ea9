import type * as s3 from "@pulumi/aws/s3/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const bucket = (facts: Facts) => facts.named("bucket");

/** S3: buckets, and what is said about a bucket in a resource of its own. */
export const storageRows: Rows = {
  "aws:s3/bucket:Bucket": row<s3.BucketState>({
    id: bucket,
    outputs: {
      bucket,
      arn: (facts, id) => facts.bareArn("s3", id),
      bucketDomainName: (_facts, id) => `${id}.s3.amazonaws.com`,
      bucketRegion: (facts) => facts.context.region,
      bucketRegionalDomainName: (facts, id) => `${id}.s3.${facts.context.region}.amazonaws.com`,
      hostedZoneId: () => "Z21DNDUVLTQW6Q",
      websiteDomain: () => "",
      websiteEndpoint: () => "",
    },
  }),
  "aws:s3/bucketVersioning:BucketVersioning": linkRow<s3.BucketVersioningState>("", "bucket"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    linkRow<s3.BucketServerSideEncryptionConfigurationState>("", "bucket"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": linkRow<s3.BucketPublicAccessBlockState>("", "bucket"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": linkRow<s3.BucketOwnershipControlsState>("", "bucket"),
  "aws:s3/bucketPolicy:BucketPolicy": linkRow<s3.BucketPolicyState>("", "bucket"),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": linkRow<s3.BucketObjectLockConfigurationState>(
    "",
    "bucket",
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": linkRow<s3.BucketLifecycleConfigurationState>(
    "",
    "bucket",
  ),
  "aws:s3/bucketLogging:BucketLogging": linkRow<s3.BucketLoggingState>("", "bucket"),
  "aws:s3/bucketNotification:BucketNotification": linkRow<s3.BucketNotificationState>("", "bucket"),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": linkRow<s3.BucketCorsConfigurationState>("", "bucket"),
  "aws:s3/bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration":
    linkRow<s3.BucketRequestPaymentConfigurationState>("", "bucket"),
  "aws:s3/bucketMetric:BucketMetric": row<s3.BucketMetricState>({
    id: (facts) => `${facts.text("bucket")}:${facts.named()}`,
    outputs: { name: (facts) => facts.named() },
  }),
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": row<s3.AccountPublicAccessBlockState>({
    id: (facts) => facts.context.accountId,
    outputs: { accountId: (facts) => facts.context.accountId },
  }),
  "aws:s3/bucketObjectv2:BucketObjectv2": row<s3.BucketObjectv2State>({
    id: (facts) => `${facts.text("bucket")}/${facts.text("key")}`,
    outputs: {
      arn: (facts) => facts.bareArn("s3", `${facts.text("bucket")}/${facts.text("key")}`),
      etag: (facts) => facts.hex(32, "etag"),
      versionId: (facts) => facts.hex(32, "version"),
      checksumCrc32: () => "",
      checksumCrc32c: () => "",
      checksumCrc64nvme: () => "",
      checksumSha1: () => "",
      checksumSha256: () => "",
    },
  }),
};
