import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type PostgresAccount, postgresAccount } from "./postgres-account.ts";
import { postgresBinaries } from "./postgres-binaries.ts";

export interface EmbeddedPostgresOptions {
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
  /** Receives the server's log as it comes. */
  readonly log?: (text: string) => void;
}

export interface EmbeddedPostgres {
  /** Resolves when the server accepts connections. Throws a sentence with the end of the server's log. */
  start(): Promise<void>;
  /** Fast shutdown; harder after 10 seconds. Resolves when the process is gone. */
  stop(): Promise<void>;
  readonly pid: number | undefined;
  /** `postgres://postgres:…@127.0.0.1:<port>/postgres` */
  readonly superuserUrl: string;
  /** `postgres://127.0.0.1:<port>` */
  readonly url: string;
}

/**
 * A Postgres server of our own, from the binaries on npm: no installation, as root or not. It ends with this
 * process, however this process ends.
 */
export const createEmbeddedPostgres = (options: EmbeddedPostgresOptions): EmbeddedPostgres => {
  const { dataDir, port, password, durable = true, log = () => undefined } = options;
  let server: ChildProcess | undefined;
  let watchdog: ChildProcess | undefined;

  const start = async (): Promise<void> => {
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
    const child = spawn(binaries.postgres, ["-D", dataDir, "-p", String(port), ...flags], {
      ...account.ids,
      cwd: dataDir,
      detached: true, // a Ctrl+C at the terminal must reach us, not the server behind our back
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    });
    server = child;
    watchdog = watch(child);
    await ready(child, dataDir, log);
  };

  const stop = async (): Promise<void> => {
    const child = server;
    server = undefined;
    watchdog?.kill("SIGKILL");
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGINT");
    const patience = new AbortController();
    void harden(child, patience.signal);
    await gone;
    patience.abort();
  };

  return {
    start,
    stop,
    get pid() {
      return server?.pid;
    },
    superuserUrl: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    url: `postgres://127.0.0.1:${port}`,
  };
};

/** Immediate shutdown after ten seconds, kill after five more, unless aborted before. */
const harden = async (child: ChildProcess, signal: AbortSignal): Promise<void> => {
  try {
    await setTimeout(10_000, undefined, { signal });
    child.kill("SIGQUIT");
    await setTimeout(5_000, undefined, { signal });
    child.kill("SIGKILL");
  } catch {
    // Aborted: it is gone.
  }
};

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
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    });
    let output = "";
    child.stderr.on("data", (chunk: Uint8Array) => (output += String(chunk)));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${output.trim()}`)),
    );
  });

const startMilliseconds = 60_000;

/** Waits for the word that the server itself writes for its tools: the last line of postmaster.pid. */
const ready = async (child: ChildProcess, dataDir: string, log: (text: string) => void): Promise<void> => {
  let tail = "";
  let failure: string | undefined;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log(text);
    tail = (tail + text).slice(-4000);
  });
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", (code, signal) => {
    failure = `it ended with ${code ?? signal}`;
  });
  const deadline = performance.now() + startMilliseconds;
  while (failure === undefined) {
    const lines = (await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
    if (lines[0] === String(child.pid) && lines[7]?.trim() === "ready") return;
    if (performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`Postgres was not ready after ${startMilliseconds / 1000} seconds: ${tail.trim()}`);
    }
    await setTimeout(20);
  }
  throw new Error(`Postgres did not start: ${failure}. ${tail.trim()}`);
};

/**
 * A shell that holds the other end of a pipe: when this process is gone, even by kill -9, the pipe closes and the
 * shell stops the server.
 */
const watch = (server: ChildProcess): ChildProcess | undefined => {
  if (process.platform === "win32" || server.pid === undefined) return undefined;
  const shell = spawn("/bin/sh", ["-c", 'cat > /dev/null; kill -INT "$0"', String(server.pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  server.once("exit", () => shell.kill("SIGKILL"));
  shell.unref();
  return shell;
};
