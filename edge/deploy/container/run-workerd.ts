import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { workerdBinary } from "../workerd-binary.ts";
import type { WrittenEdge } from "./files.ts";

/** Time for requests that are under way when the container is told to stop; orchestrators kill after 30 seconds. */
const patienceMs = 20_000;

const ending: ReadonlySet<NodeJS.Signals> = new Set(["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"]);

/**
 * Runs workerd until it ends, and answers the status to end with: its own; 0 when it was told to stop and did; 128 and the
 * number of the signal that ended it otherwise. When `told` aborts workerd is told; if it does not heed that in twenty seconds
 * it is killed, for as the first process of its container this one must not leave anything behind.
 */
export const runWorkerd = ({ config, environment }: WrittenEdge, told: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(workerdBinary(), ["serve", config], { env: environment, stdio: "inherit" });
    const stop = (): void => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), patienceMs).unref();
    };
    told.addEventListener("abort", stop);
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      if (status !== null) return resolve(status);
      // A terminal tells both at once, each by the signal of its key.
      const asTold = told.aborted && signal !== null && ending.has(signal);
      resolve(asTold ? 0 : 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
