import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { PlatformSecrets } from "../../local/folder/secrets.ts";
import type { State } from "../../local/folder/state.ts";
import { processesOf } from "./leftovers.ts";

export const cli = fileURLToPath(new URL("../../local/cli.ts", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of local platforms that no other run sees; its path has a space. */
export interface Home {
  readonly folder: string;
  /** Runs a verb to its end. */
  run(args: readonly string[], options?: { readonly input?: string }): Promise<Ended>;
  /** Starts the platform and waits until it says that it is ready. Throws with all it said when it does not become so. */
  up(args?: readonly string[]): Promise<Running>;
  /** Kills what a failed test may have left, and removes the folder. */
  remove(): Promise<void>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Folder of its data. */
  readonly root: string;
  /** What a reader sees on standard output; grows. */
  readonly text: string;
  /** Progress and everything said since. */
  said(): string;
  readonly readyMs: number;
  readonly memoryMegabytes: number | undefined;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The state and secrets of the platform in `root`. */
export const readPlatform = async (root: string): Promise<{ state: State; secrets: PlatformSecrets }> => ({
  state: JSON.parse(await readFile(join(root, "state.json"), "utf8")),
  secrets: JSON.parse(await readFile(join(root, "secrets.json"), "utf8")),
});

const rootLine = /^ *Data, logs *'?([^'\n]+)'?$/m;
const readyLine = /Ready in ([\d.]+) s(?: · (\d+) MB)?\n/;

export const createHome = async (): Promise<Home> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick e2e-"));
  const { BAILIWICK_BOOTSTRAP_PID: _, ...inherited } = process.env;
  const env = { ...inherited, BAILIWICK_LOCAL_FOLDER: folder };
  const started: ChildProcess[] = [];
  if (process.getuid?.() === 0) await chmod(folder, 0o711); // root's Postgres runs as another user

  const start = (args: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, [cli, ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
    started.push(child);
    return child;
  };

  return {
    folder,
    async run(args, { input = "" } = {}) {
      const child = start(args);
      const output = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const) {
        child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
          output[name] += chunk;
        });
      }
      child.stdin?.end(input);
      const [status] = await once(child, "close");
      return { status, ...output };
    },
    async up(args = []) {
      const child = start(["up", ...args]);
      const ended = once(child, "exit");
      let [text, said] = ["", ""];
      child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
        said += chunk;
      });
      const ready = await new Promise<RegExpExecArray | null>((resolve) => {
        child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
          const found = readyLine.exec(text);
          if (found !== null) resolve(found);
        });
        child.once("exit", () => resolve(null));
      });
      if (ready === null || child.pid === undefined)
        throw new Error(`the platform did not become ready:\n${said}${text}`);
      return {
        child,
        pid: child.pid,
        root: rootLine.exec(text)?.[1] ?? "",
        get text() {
          return text;
        },
        said: () => said,
        readyMs: Number(ready[1]) * 1000,
        memoryMegabytes: ready[2] === undefined ? undefined : Number(ready[2]),
        async stop(signal = "SIGTERM") {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal);
          const [status] = await ended;
          return status;
        },
      };
    },
    async remove() {
      const running = started.filter((child) => child.exitCode === null && child.signalCode === null);
      for (const child of running) child.kill("SIGKILL");
      // Their guardians take some seconds, and forty at most.
      for (let tries = 0; running.length > 0 && processesOf(folder).length > 0 && tries < 450; tries++)
        await sleep(100);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
};
