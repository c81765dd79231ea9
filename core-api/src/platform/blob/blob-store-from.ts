import type { BlobStoreSettings } from "../config/blob-store.ts";
import { azureBlobStore } from "./azure.ts";
import type { BlobStore } from "./blob-store.ts";
import { s3BlobStore } from "./s3.ts";

/** The store a process was told to use: the region's own blobs, or the artifacts of its tenants. */
export const blobStoreFrom = (settings: BlobStoreSettings, holding: "blobs" | "artifacts" = "blobs"): BlobStore => {
  if (settings.kind === "azure") {
    const container = holding === "blobs" ? "bailiwick" : "bailiwick-artifacts";
    return azureBlobStore({ connectionString: settings.connection, container });
  }
  const { aws, kmsKey, bucket, artifactBucket } = settings;
  return s3BlobStore({ ...aws, kmsKey, bucket: holding === "blobs" ? bucket : artifactBucket });
};
