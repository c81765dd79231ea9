export { checkAuditBucket } from "./audit-bucket.ts";
export { verifyAuditLock } from "./audit-lock.ts";
export { type AzureBlobOptions, azureBlobStore } from "./azure.ts";
export type { Blob, BlobStore } from "./blob-store.ts";
export { blobStoreFrom } from "./blob-store-from.ts";
export { type S3BlobOptions, s3BlobStore } from "./s3.ts";
export { type S3WormOptions, s3WormStore } from "./s3-worm.ts";
export { type LockMode, type WormEntry, type WormLock, type WormObject, WormRefused, type WormStore } from "./worm.ts";
