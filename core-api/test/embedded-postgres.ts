import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { type PostgresOptions, postgresCommand, postgresIsReady } from "./postgres-command.ts";

export { type PostgresCommand, type PostgresOptions, postgresCommand, postgresIsReady } from "./postgres-command.ts";

export interface EmbeddedPostgresOptions extends PostgresOptions {
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
  const { dataDir, port, password, log = () => undefined } = options;
  let server: ChildProcess | undefined;
  let watchdog: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const { command, args, env, cwd, ids } = await postgresCommand(options);
    const child = spawn(command, args, {
      ...ids,
      cwd,
      env,
      detached: true, // a Ctrl+C at the terminal must reach us, not the server behind our back
      stdio: ["ignore", "ignore", "pipe"],
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

const startMilliseconds = 60_000;

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
    if (child.pid !== undefined && (await postgresIsReady(dataDir, child.pid))) return;
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
