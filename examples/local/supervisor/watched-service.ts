import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { diskFull, exitCodes, LocalFailure } from "../failure.ts";
import { identify, type ProcessIdentity } from "../process/identity.ts";
import { createBackOff } from "./back-off.ts";
import type { Guardian } from "./guardian.ts";
import type { LogFile } from "./log-file.ts";
import type { Service } from "./service.ts";

export type ServiceState = "starting" | "ready" | "waiting" | "stopped" | "failed";

export interface ServiceStatus {
  readonly name: string;
  readonly label: string;
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
  /** Hears what happens after the first start. */
  readonly say: (sentence: string) => void;
  /** It cannot be kept running. */
  readonly giveUp: (reason: unknown) => void;
  readonly changed: () => void;
}

export interface WatchedService {
  /** Resolves when it is ready for the first time. Throws `LocalFailure` with the end of its log. */
  start(): Promise<void>;
  /** Its stop signal, SIGKILL after `seconds`. Resolves when it is gone. */
  stop(seconds: number): Promise<void>;
  readonly status: ServiceStatus;
}

/** Exit status of a process that was configured wrongly: starting it again changes nothing. */
const misconfigured = 2;
/** A service that was never ready is tried again this often: what was there before may still be going away. */
const firstTries = 2;
const shownLines = 12;

/** Keeps one process running: starts it again with back-off when it ends, until it is stopped or has ended too often. */
export const watchService = ({ service, log, guardian, say, giveUp, changed }: WatchedOptions): WatchedService => {
  const { label, readySeconds = 30, stopSignal = "SIGTERM" } = service;
  const backOff = createBackOff();
  const stopping = new AbortController();
  let state: ServiceState = "stopped";
  let child: ChildProcess | undefined;
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
    const running = log.withDescriptor((descriptor) =>
      spawn(command, args, {
        ...ids,
        cwd,
        env,
        detached: true, // a Ctrl+C at the terminal reaches us, who stop the others in order
        stdio: ["pipe", descriptor, descriptor],
      }),
    );
    child = running;
    running.stdin?.on("error", () => undefined);
    const ended = new Promise<{ status: number | null; how: string }>((resolve) => {
      running.once("error", (error) => resolve({ status: misconfigured, how: error.message }));
      running.once("exit", (status, signal) => resolve({ status, how: signal ?? `status ${status}` }));
    });
    const { pid } = running;
    if (pid === undefined) return ended;
    guardian.watch(pid, stopSignal);
    identity = await identify(pid);
    const over = new AbortController();
    const finish = ended.finally(() => {
      over.abort();
      guardian.forget(pid);
      identity = undefined;
      child = undefined;
    });
    void untilReady(service, pid, readySeconds, over.signal).then((good) => {
      if (good) onReady();
      else if (!over.signal.aborted) running.kill("SIGKILL");
    });
    return finish;
  };

  const keep = async (onReady: () => void): Promise<void> => {
    while (!stopping.signal.aborted) {
      become("starting");
      const began = performance.now();
      const { status, how } = await live(() => {
        become("ready");
        if (!first) say(`${capital(label)} is back after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
        first = false;
        onReady();
      });
      if (stopping.signal.aborted) break;
      restarts += 1;
      const hopeless = status === misconfigured || (first && restarts > firstTries);
      const wait = hopeless ? undefined : backOff();
      if (wait === undefined) {
        become("failed");
        throw await failure(status, how);
      }
      become("waiting");
      say(`${capital(label)} ended (${how}); starting it again in ${wait.toFixed(1)} s.`);
      await sleep(wait * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    become("stopped");
  };

  const failure = async (status: number | null, how: string): Promise<LocalFailure> => {
    const tail = await log.tail();
    const known = diskFull(tail) ?? service.diagnose?.(tail);
    const own = status === misconfigured ? lastLine(tail) : undefined;
    return new LocalFailure({
      code: "service-failed",
      message: known?.message ?? own ?? `${capital(label)} does not stay up (${how}).`,
      detail: `${tail.split("\n").slice(-shownLines).join("\n")}\nLog: ${log.path}`,
      suggestion: known?.suggestion ?? `Read the log, or start with new data: npm run reset -- --yes`,
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
    async stop(seconds) {
      stopping.abort();
      child?.kill(stopSignal);
      child?.stdin?.end();
      const harder = setTimeout(() => child?.kill("SIGKILL"), seconds * 1000);
      await life;
      clearTimeout(harder);
    },
    get status() {
      const { name, port } = service;
      return { name, label, state, process: identity, port, log: log.path, restarts };
    },
  };
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The last thing it said in words rather than in JSON. */
const lastLine = (tail: string): string | undefined =>
  tail
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("{"))
    .at(-1);
