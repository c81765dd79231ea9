import { postgresCommand, postgresIsReady } from "@bailiwick/core-api/embedded-postgres";
import { diskFull, LocalFailure } from "../failure.ts";
import type { Ending } from "../process/end.ts";
import type { Diagnosis, Service } from "../supervisor/index.ts";

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

/** What Postgres says when its files are not whole. Any other word of it is about something else. */
const damaged =
  /pg_control|checkpoint record|invalid page|incorrect checksum|is not a valid data directory|database files are incompatible|could not (?:open|read) (?:file|directory) "(?:global|base|pg_)/;
/** What keeps it from whole files. */
const kept = /Permission denied|No space left|Too many open files|Input\/output error/;

/** Another server of this folder, or what is left of one, has not ended yet. */
const stillThere = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

/**
 * Fast shutdown; SIGTERM would wait for clients. It ends with a checkpoint, which takes a busy disk long. The harder signal
 * is an immediate shutdown, of the server and its children: to kill the server alone would leave the children, and them with
 * the data.
 */
export const postgresEnding: Ending = { stopSignal: "SIGINT", stopSeconds: 60, hardSignal: "SIGQUIT" };

/** The region's own Postgres server. The first start makes its data folder. */
export const postgresService = ({ region, port, dataDir, password }: PostgresServiceOptions): Service => ({
  name: `${region}-postgres`,
  port,
  rank: 1,
  ...postgresEnding,
  readySeconds: 180, // it may have to recover
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
  diagnose: (tail) => diagnosePostgres({ region, port, dataDir }, tail),
});

/** Why it does not start, from its own last words. Advises new data only where the present ones cannot be read. */
export const diagnosePostgres = (
  { region, port, dataDir }: Pick<PostgresServiceOptions, "region" | "port" | "dataDir">,
  tail: string,
): Diagnosis | undefined => {
  const words = [...tail.matchAll(/(?:FATAL|PANIC): {2}(.+)/g)].at(-1)?.[1];
  if (words === undefined) return undefined;
  if (/Address already in use|could not create any TCP/.test(words)) {
    return {
      message: `Port ${port} for Postgres of ${region} is taken.`,
      suggestion: (command) => `Stop who has it, then start again: ${command("up")}`,
    };
  }
  if (stillThere.test(words)) {
    return {
      passing: true,
      message: `Another Postgres still has the data of ${region}: ${words}.`,
      suggestion: (command) => `Wait until it has ended, or end it, then start again: ${command("up")}`,
    };
  }
  if (damaged.test(words) && !kept.test(words)) {
    return {
      message: `The data of Postgres in ${region} are damaged: ${words}.`,
      suggestion: (command) =>
        `Restore ${dataDir} from a copy, or start with new data: ${command("reset", { yes: true })} (the tenants of this local platform are lost)`,
    };
  }
  return {
    message: `Postgres of ${region} does not start: ${words}.`,
    suggestion: (command) => `Its data are kept. Mend what it says, then start again: ${command("up")}`,
  };
};
