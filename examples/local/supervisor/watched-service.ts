import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { diskFull, exitCodes, LocalFailure } from "../failure.ts";
import { type Endable, endProcess } from "../process/end.ts";
import { identify, type ProcessIdentity } from "../process/identity.ts";
import { createBackOff } from "./back-off.ts";
import type { Guardian } from "./guardian.ts";
import type { LogFile } from "./log-file.ts";
import type { Service } from "./service.ts";

export type ServiceState = "starting" | "ready" | "waiting" | "stopped" | "failed";

export interface ServiceStatus {
  readonly name: string;
  readonly state: ServiceState;
  readonly process: ProcessIdentity | undefined;
  readonly port: number | undefined;
  readonly log: string;
  /** Times it ended without being told to. */
  readonly restarts: number;
}

export interface WatchedOptions {
  readonly service: Service;
  readonly log: LogFile;
  readonly guardian: Guardian;
  /** Variables that its environment carries besides its own. */
  readonly marks: Readonly<Record<string, string>>;
  /** Hears what happens after the first start. */
  readonly say: (sentence: string) => void;
  /** It cannot be kept running. */
  readonly giveUp: (reason: unknown) => void;
  readonly changed: () => void;
}

export interface WatchedService {
  /** Resolves when it is ready for the first time. Throws `LocalFailure` with the end of its log. */
  start(): Promise<void>;
  /** Ends it in its own way. Resolves when it is gone. */
  stop(): Promise<void>;
  readonly status: ServiceStatus;
}

/** Exit status of a process that was configured wrongly: starting it again changes nothing. */
const misconfigured = 2;
/** A service that was never ready is tried again this often: what was there before may still be going away. */
const firstTries = 2;
/** How long a reason that passes by itself is waited for, and how often it is looked at. */
const passing = { patienceMs: 90_000, pauseSeconds: 0.5 };
const shownLines = 12;

/** Keeps one process running: starts it again with back-off when it ends, until it is stopped or has ended too often. */
export const watchService = (options: WatchedOptions): WatchedService => {
  const { service, log, guardian, marks, say, giveUp, changed } = options;
  const { name, readySeconds = 60 } = service;
  const backOff = createBackOff();
  const stopping = new AbortController();
  let state: ServiceState = "stopped";
  let current: Endable | undefined;
  let logged = 0; // where the log of the present life begins
  let identity: ProcessIdentity | undefined;
  let restarts = 0;
  let first = true;

  const become = (next: ServiceState): void => {
    state = next;
    changed();
  };

  /** One life of the process. Resolves with how it ended. */
  const live = async (onReady: () => void): Promise<{ status: number | null; how: string }> => {
    const { command, args, env, cwd, ids = {} } = await service.prepare();
    if (stopping.signal.aborted) return { status: 0, how: "stopped" };
    logged = log.end();
    const running = log.withDescriptor((descriptor) =>
      spawn(command, args, {
        ...ids,
        cwd,
        env: { ...env, ...marks },
        detached: true, // a Ctrl+C at the terminal reaches us, who stop the others in order
        stdio: ["pipe", descriptor, descriptor],
      }),
    );
    running.stdin?.on("error", () => undefined);
    const ended = new Promise<{ status: number | null; how: string }>((resolve) => {
      running.once("error", (error) => resolve({ status: misconfigured, how: error.message }));
      running.once("exit", (status, signal) => resolve({ status, how: signal ?? `status ${status}` }));
    });
    const { pid } = running;
    if (pid === undefined) return ended;
    const one: Endable = { pid, gone: ended, send: (name) => end(running, name) };
    current = one;
    guardian.watch(pid, service);
    identity = await identify(pid);
    changed(); // whoever looks for it from now on finds it
    const over = new AbortController();
    const finish = ended.finally(() => {
      over.abort();
      guardian.forget(pid);
      identity = undefined;
      current = undefined;
    });
    void untilReady(service, pid, readySeconds, over.signal).then((good) => {
      if (good) onReady();
      else if (!over.signal.aborted) void endProcess(one, service);
    });
    return finish;
  };

  const keep = async (onReady: () => void): Promise<void> => {
    let passingSince: number | undefined;
    while (!stopping.signal.aborted) {
      become("starting");
      const began = performance.now();
      const { status, how } = await live(() => {
        become("ready");
        if (!first) say(`${name} is back after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
        first = false;
        passingSince = undefined;
        onReady();
      });
      if (stopping.signal.aborted) break;
      if (service.diagnose?.(await log.tail(2000, logged))?.passing === true) {
        passingSince ??= performance.now();
        if (performance.now() - passingSince < passing.patienceMs) {
          become("waiting");
          await pause(passing.pauseSeconds);
          continue;
        }
      }
      restarts += 1;
      const hopeless = status === misconfigured || (first && restarts > firstTries);
      const wait = hopeless ? undefined : backOff();
      if (wait === undefined) {
        become("failed");
        throw await failure(status, how);
      }
      become("waiting");
      say(`${name} ended (${how}); starting it again in ${wait.toFixed(1)} s.`);
      await pause(wait);
    }
    become("stopped");
  };

  const pause = (seconds: number): Promise<void> =>
    sleep(seconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);

  const failure = async (status: number | null, how: string): Promise<LocalFailure> => {
    const tail = await log.tail(2000, logged);
    const known = diskFull(tail) ?? service.diagnose?.(tail);
    const own = status === misconfigured ? lastLine(tail) : undefined;
    return new LocalFailure({
      code: "service-failed",
      message: known?.message ?? own ?? `${name} does not stay up (${how}).`,
      detail: `${tail.split("\n").slice(-shownLines).join("\n")}\nLog: ${log.path}`,
      suggestion:
        known?.suggestion ?? ((command) => `Read the log, mend what it says, then start again: ${command("up")}`),
    });
  };

  let life: Promise<void> | undefined;
  return {
    start: () =>
      new Promise<void>((resolve, reject) => {
        let started = false;
        life = keep(() => {
          started = true;
          resolve();
        }).then(
          () => reject(stoppedEarly()),
          (error: unknown) => (started ? giveUp(error) : reject(error)),
        );
      }),
    async stop() {
      stopping.abort();
      if (current !== undefined) await endProcess(current, service);
      await life;
    },
    get status() {
      const { port } = service;
      return { name, state, process: identity, port, log: log.path, restarts };
    },
  };
};

/** Some programs end by a signal, others by the end of their standard input. */
const end = (running: ChildProcess, name: NodeJS.Signals): void => {
  running.kill(name);
  running.stdin?.end();
};

const stoppedEarly = (): LocalFailure =>
  new LocalFailure({ code: "stopped", message: "Stopped before it was ready.", exitCode: exitCodes.cancelled });

const untilReady = async (service: Service, pid: number, seconds: number, over: AbortSignal): Promise<boolean> => {
  const deadline = performance.now() + seconds * 1000;
  for (let pause = 15; !over.aborted && performance.now() < deadline; pause = Math.min(pause * 1.2, 100)) {
    try {
      await service.probe(pid);
      return !over.aborted;
    } catch {
      await sleep(pause);
    }
  }
  return false;
};

/** The last thing it said in words rather than in JSON. */
const lastLine = (tail: string): string | undefined =>
  tail
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("{"))
    .at(-1);
