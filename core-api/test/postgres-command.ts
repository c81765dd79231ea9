import { spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresAccount, postgresAccount } from "./postgres-account.ts";
import { postgresBinaries } from "./postgres-binaries.ts";

export interface PostgresOptions {
  /** Created by the first start; its parent must exist. */
  readonly dataDir: string;
  /** On 127.0.0.1. */
  readonly port: number;
  /** Of the superuser `postgres`, set when the data folder is created. */
  readonly password: string;
  /** Server settings beside ours, for example `{ fsync: "off" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False leaves out every fsync: for data that lives as long as a test. @default true */
  readonly durable?: boolean;
}

/** How to start the server in the foreground: it logs to stderr, SIGINT stops it fast. */
export interface PostgresCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly ids: PostgresAccount["ids"];
}

/**
 * Makes everything ready for a start: the account to run as, the programs, and on the first time the data folder.
 * Throws a sentence when one of them cannot be had.
 */
export const postgresCommand = async (options: PostgresOptions): Promise<PostgresCommand> => {
  const { dataDir, port, password, durable = true } = options;
  const account = await postgresAccount(dataDir);
  const binaries = await postgresBinaries(account, dataDir);
  if (!(await initialised(dataDir))) await initialise(binaries.initdb, account, { dataDir, password, durable });
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "64MB",
    dynamic_shared_memory_type: "mmap",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return {
    command: binaries.postgres,
    args: ["-D", dataDir, "-p", String(port), ...flags],
    env: environment(),
    cwd: dataDir,
    ids: account.ids,
  };
};

/** Whether the server with this pid accepts connections: it says so itself, in the last line of postmaster.pid. */
export const postgresIsReady = async (dataDir: string, pid: number): Promise<boolean> => {
  const lines = (await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
};

const environment = (): Readonly<Record<string, string>> => ({ PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" });

const initialised = async (dataDir: string): Promise<boolean> => {
  const version = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => undefined);
  return version !== undefined;
};

/** Makes the data folder beside its final place and renames it, so that a killed initdb leaves nothing half-done. */
const initialise = async (
  initdb: string,
  account: PostgresAccount,
  { dataDir, password, durable }: { dataDir: string; password: string; durable: boolean },
): Promise<void> => {
  const fresh = `${dataDir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const secrets = await mkdtemp(join(tmpdir(), "bailiwick-initdb-"));
  const passwordFile = join(secrets, "password");
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const path of [fresh, secrets, passwordFile]) {
      if (account.ids.uid !== undefined) await chown(path, account.ids.uid, account.ids.gid);
    }
    await run(initdb, account, [
      `--pgdata=${fresh}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The built-in provider sorts and folds alike on every system.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      ...(durable ? [] : ["--no-sync"]),
    ]);
    await rename(fresh, dataDir);
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
};

const run = (command: string, account: PostgresAccount, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...account.ids,
      stdio: ["ignore", "ignore", "pipe"],
      env: environment(),
    });
    let output = "";
    child.stderr.on("data", (chunk: Uint8Array) => (output += String(chunk)));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${output.trim()}`)),
    );
  });
