import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** One process and no later one that got the same number: pids are used again after a reboot. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system gives; only ever compared. */
  readonly startedAt: string;
}

/** Identity of a running process, or `undefined` when there is none. A zombie is not running. */
export const identify = async (pid: number): Promise<ProcessIdentity | undefined> => {
  const startedAt = process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** True while exactly that process runs. */
export const isRunning = async ({ pid, startedAt }: ProcessIdentity): Promise<boolean> =>
  (await identify(pid))?.startedAt === startedAt;

/** Sends a signal to exactly that process. False when it is gone. */
export const signal = async (identity: ProcessIdentity, name: NodeJS.Signals): Promise<boolean> => {
  if (!(await isRunning(identity))) return false;
  try {
    return process.kill(identity.pid, name);
  } catch {
    return false;
  }
};

/** Field 22 of proc_pid_stat(5), clock ticks since boot. The second field holds a name that may contain anything. */
const fromProc = async (pid: number): Promise<string | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
};

const fromPs = async (pid: number): Promise<string | undefined> => {
  if (process.platform === "win32") return isAlive(pid) ? "running" : undefined;
  try {
    const { stdout } = await execute("ps", ["-o", "lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    return stdout.trim() === "" ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
