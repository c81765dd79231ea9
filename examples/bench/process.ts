import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** A server under measurement, alone on the last core where the system can pin. */
export interface Subject {
  readonly pid: number;
  /** CPU seconds its threads have used so far, or `undefined` where /proc does not tell. */
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

const pinned = process.platform === "linux" && availableParallelism() > 1;

/** Starts `command` and waits until it accepts connections on `port`. Throws with its error output when it ends first. */
export const startSubject = async (
  command: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Subject> => {
  const core = String(availableParallelism() - 1);
  const [file, argv] = pinned ? ["taskset", ["-c", core, command, ...args]] : [command, [...args]];
  const child = spawn(file, argv, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${errors}`);
    if (await accepts(port)) return subject(child);
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`${command} did not listen on ${port}: ${errors}`);
};

const subject = (child: ChildProcess): Subject => {
  const pid = child.pid ?? 0;
  return {
    pid,
    cpuSeconds: () => threadCpuSeconds(pid),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        if (!child.kill("SIGKILL")) resolve();
      }),
  };
};

/** Sum of the time on CPU over all threads of a process (`schedstat`, nanoseconds), or `undefined` without /proc. */
export const threadCpuSeconds = (pid: number): number | undefined => {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const nanos = tasks.map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanos.reduce((sum, value) => sum + value, 0) / 1e9;
  } catch {
    return undefined;
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
