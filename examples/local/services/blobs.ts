import { fileURLToPath } from "node:url";
import type { Service } from "../supervisor/index.ts";
import { nodeEnvironment, nodeFlags } from "./node-process.ts";
import { accepts } from "./probe.ts";

export interface BlobsOptions {
  readonly region: string;
  readonly port: number;
  readonly folder: string;
  readonly account: string;
  readonly key: string;
  readonly compileCache: string;
}

/** Connection string of the region's blob service, as `@azure/storage-blob` reads it. */
export const blobConnection = ({ port, account, key }: Pick<BlobsOptions, "port" | "account" | "key">): string =>
  `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=http://127.0.0.1:${port}/${account};`;

/** Azurite, with an account of the region's own. */
export const blobs = ({ region, port, folder, account, key, compileCache }: BlobsOptions): Service => ({
  name: `${region}-blobs`,
  port,
  rank: 1,
  prepare: async () => ({
    command: process.execPath,
    args: [...nodeFlags(96), fileURLToPath(new URL("./azurite-process.ts", import.meta.url)), String(port), folder],
    env: { ...nodeEnvironment(compileCache), AZURITE_ACCOUNTS: `${account}:${key}` },
    cwd: folder,
  }),
  probe: () => accepts(port),
});
