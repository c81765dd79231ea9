import { join } from "node:path";
import { repository } from "../folder/paths.ts";
import type { RegionSecrets } from "../folder/secrets.ts";
import type { RegionPorts } from "../ports/plan.ts";
import type { Service, ServiceCommand } from "../supervisor/index.ts";
import { blobConnection } from "./blobs.ts";
import { logMark } from "./log-mark.ts";
import { nodeEnvironment, nodeFlags } from "./node-process.ts";
import { answers } from "./probe.ts";

export interface CoreApiOptions {
  readonly region: string;
  readonly ports: RegionPorts;
  readonly productFile: string;
  readonly registryFile: string;
  readonly authorityFile: string;
  readonly pinPepper: string;
  readonly secrets: RegionSecrets;
  readonly compileCache: string;
  /** Folder of the log files. */
  readonly logs: string;
}

/** The region's API. Reached by its edge alone: it believes no request that the edge has not signed. */
export const coreApi = (options: CoreApiOptions): Service => ({
  name: `${options.region}-core-api`,
  port: options.ports.api,
  rank: 2,
  prepare: async () => ({
    ...start("server.ts", 128),
    env: {
      ...environment(options),
      BAILIWICK_HOST: "127.0.0.1",
      BAILIWICK_PORT: String(options.ports.api),
      BAILIWICK_EDGE_KEYS: JSON.stringify(options.secrets.edgeKeys),
      BAILIWICK_ADMIN_KEY: options.secrets.adminKey,
    },
  }),
  probe: () => answers(`http://127.0.0.1:${options.ports.api}/health`),
});

/** The region's jobs: creates tenants, publishes the signed pin map. */
export const worker = (options: CoreApiOptions): Service => {
  const name = `${options.region}-worker`;
  const said = logMark(join(options.logs, `${name}.log`), '"msg":"started"');
  return {
    name,
    rank: 2,
    async prepare() {
      await said.reset();
      return {
        ...start("worker.ts", 128),
        env: {
          ...environment(options),
          BAILIWICK_DATABASE_ADMIN_PASSWORD: options.secrets.database.platformAdmin,
          BAILIWICK_DATABASE_MIGRATOR_PASSWORD: options.secrets.database.migrator,
          BAILIWICK_PIN_PRIVATE_KEY: options.secrets.pins.privateKey,
        },
      };
    },
    // It listens nowhere, so its own word has to do.
    probe: said.check,
  };
};

const start = (file: string, heapMegabytes: number): Omit<ServiceCommand, "env"> => ({
  command: process.execPath,
  args: [...nodeFlags(heapMegabytes), join(repository, "core-api", "src", file)],
  cwd: repository,
});

const environment = (options: CoreApiOptions): Readonly<Record<string, string>> => ({
  ...nodeEnvironment(options.compileCache),
  NODE_EXTRA_CA_CERTS: options.authorityFile,
  BAILIWICK_PRODUCT_FILE: options.productFile,
  BAILIWICK_REGION: options.region,
  BAILIWICK_REGISTRY_FILE: options.registryFile,
  BAILIWICK_DATABASE_URL: `postgres://127.0.0.1:${options.ports.postgres}`,
  BAILIWICK_DATABASE_APP_PASSWORD: options.secrets.database.app,
  BAILIWICK_BLOB_CONNECTION: blobConnection({ port: options.ports.blobs, ...options.secrets.blobs }),
  BAILIWICK_PIN_PEPPER: options.pinPepper,
  ENCRYPTION_KEY: options.secrets.encryptionKey,
  BAILIWICK_LOG_LEVEL: "info",
});
