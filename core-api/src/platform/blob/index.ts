export { type AzureBlobOptions, azureBlobStore } from "./azure.ts";
export type { Blob, BlobStore } from "./blob-store.ts";
