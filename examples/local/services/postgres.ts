import { postgresCommand, postgresIsReady } from "@bailiwick/core-api/embedded-postgres";
import { diskFull, LocalFailure } from "../failure.ts";
import type { Service } from "../supervisor/index.ts";

export interface PostgresServiceOptions {
  readonly region: string;
  readonly port: number;
  readonly dataDir: string;
  /** Of the superuser. */
  readonly password: string;
}

/** For one person and a few hundred rows: safe on disk, small in memory. */
const settings = {
  shared_buffers: "32MB",
  max_connections: "80",
  max_wal_size: "256MB",
  min_wal_size: "32MB",
  wal_buffers: "1MB",
  work_mem: "2MB",
  maintenance_work_mem: "16MB",
  autovacuum_max_workers: "1",
  max_worker_processes: "2",
  max_parallel_workers: "0",
  max_logical_replication_workers: "0",
  io_method: "sync", // three worker processes less
  jit: "off",
  log_timezone: "UTC",
} as const;

const reset = "Start with new data: npm run reset -- --yes (the tenants of this local platform are lost)";

/** The region's own Postgres server. The first start makes its data folder. */
export const postgresService = ({ region, port, dataDir, password }: PostgresServiceOptions): Service => ({
  name: `${region}-postgres`,
  label: `Postgres of ${region}`,
  port,
  rank: 1,
  stopSignal: "SIGINT", // fast shutdown; SIGTERM would wait for clients
  async prepare() {
    try {
      return await postgresCommand({ dataDir, port, password, settings });
    } catch (error) {
      if (!(error instanceof Error) || "code" in error) throw error;
      throw (
        diskFull(error.message) ?? new LocalFailure({ code: "postgres-unusable", message: error.message, cause: error })
      );
    }
  },
  async probe(pid) {
    if (!(await postgresIsReady(dataDir, pid))) throw new Error("Postgres is not ready");
  },
  diagnose(tail) {
    const fatal = /(?:FATAL|PANIC): {2}(.+)/g;
    const words = [...tail.matchAll(fatal)].at(-1)?.[1];
    if (words === undefined) return undefined;
    if (/Address already in use|could not create any TCP/.test(words)) {
      return {
        message: `Port ${port} for Postgres of ${region} is taken.`,
        suggestion: "Stop who has it, then start again.",
      };
    }
    return { message: `The data of Postgres in ${region} are damaged: ${words}.`, suggestion: reset };
  },
});
