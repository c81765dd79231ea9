import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { awsFailure } from "../aws/failure.ts";
import { createS3Call, type S3Options } from "../aws/s3-client.ts";
import type { BlobStore } from "./blob-store.ts";

export interface S3BlobOptions extends S3Options {
  /** ARN of the KMS key that S3 encrypts with; the bucket's default encryption decides where it is absent. */
  readonly kmsKey?: string | undefined;
}

/**
 * A bucket of Amazon S3, which must exist. Needs s3:GetObject, PutObject, DeleteObject and, to tell a blob that is not there
 * from one that may not be read, ListBucket; with a key also kms:GenerateDataKey and Decrypt. Errors are the SDK's, save for
 * what `BlobStore` gives a meaning of its own.
 */
export const s3BlobStore = ({ bucket, kmsKey, ...options }: S3BlobOptions): BlobStore => {
  const call = createS3Call(options);
  const encryption =
    kmsKey === undefined
      ? {}
      : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: kmsKey, BucketKeyEnabled: true };

  return {
    async put(name, bytes) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: bytes,
        ContentType: "application/octet-stream",
        ...encryption,
      });
      await call((client, abortSignal) => client.send(command, { abortSignal }));
    },
    async get(name, unlessEtag) {
      const condition = unlessEtag === undefined ? {} : { IfNoneMatch: unlessEtag };
      const command = new GetObjectCommand({ Bucket: bucket, Key: name, ...condition });
      try {
        return await call(async (client, abortSignal) => {
          const { Body: body, ETag: etag = "" } = await client.send(command, { abortSignal });
          const bytes = body === undefined ? new Uint8Array() : new Uint8Array(await body.transformToByteArray());
          return { bytes, etag };
        });
      } catch (error) {
        if (awsFailure(error)?.status === 304) return "unchanged";
        // NoSuchBucket is of status 404 too, and an error.
        if (awsFailure(error)?.code === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async delete(name) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: name });
      await call((client, abortSignal) => client.send(command, { abortSignal }));
    },
  };
};
