import { BlobServiceClient, type ContainerClient, RestError } from "@azure/storage-blob";
import type { BlobStore } from "./blob-store.ts";

export interface AzureBlobOptions {
  readonly connectionString: string;
  /** Created on first use. @default bailiwick */
  readonly container?: string;
  /** For one request, retries apart. @default 10_000 */
  readonly timeoutMilliseconds?: number;
}

/** Azure Blob Storage, and Azurite. Errors are the SDK's, save for what `BlobStore` gives a meaning of its own. */
export const azureBlobStore = (options: AzureBlobOptions): BlobStore => {
  const { connectionString, container = "bailiwick", timeoutMilliseconds = 10_000 } = options;
  const service = BlobServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 3, tryTimeoutInMs: timeoutMilliseconds, retryDelayInMs: 100, maxRetryDelayInMs: 1000 },
  });
  const client = service.getContainerClient(container);
  let ready: Promise<ContainerClient> | undefined;

  const opened = (): Promise<ContainerClient> => {
    ready ??= client.createIfNotExists().then(
      () => client,
      (error: unknown) => {
        ready = undefined; // the next call tries again
        throw error;
      },
    );
    return ready;
  };

  return {
    async put(name, bytes) {
      const blob = (await opened()).getBlockBlobClient(name);
      await blob.uploadData(bytes, { blobHTTPHeaders: { blobContentType: "application/octet-stream" } });
    },
    async get(name, unlessEtag) {
      const blob = (await opened()).getBlobClient(name);
      try {
        const conditions = unlessEtag === undefined ? {} : { conditions: { ifNoneMatch: unlessEtag } };
        const response = await blob.download(0, undefined, conditions);
        const chunks: Uint8Array[] = [];
        if (response.readableStreamBody !== undefined) {
          for await (const chunk of response.readableStreamBody) chunks.push(Buffer.from(chunk));
        }
        return { bytes: new Uint8Array(Buffer.concat(chunks)), etag: response.etag ?? "" };
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 304) return "unchanged";
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async delete(name) {
      await (await opened()).getBlobClient(name).deleteIfExists();
    },
  };
};
