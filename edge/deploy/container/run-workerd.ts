import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { workerdBinary } from "../workerd-binary.ts";
import type { WrittenEdge } from "./files.ts";

/** Time for requests that are under way when the container is told to stop; orchestrators kill after 30 seconds. */
const patienceMs = 20_000;

/**
 * Runs workerd until it ends, and answers the status to end with: its own; 0 when it was told to stop and did; 128 and the
 * number of the signal that ended it otherwise. SIGTERM and SIGINT of this process are passed on; who does not heed them in
 * twenty seconds is killed, for as the first process of its container this one must not leave anything behind.
 */
export const runWorkerd = ({ config, environment }: WrittenEdge): Promise<number> =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(workerdBinary(), ["serve", config], { env: environment, stdio: "inherit" });
    let told = false;
    const stop = (signal: NodeJS.Signals): void => {
      told = true;
      child.kill(signal);
      setTimeout(() => child.kill("SIGKILL"), patienceMs).unref();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      if (status !== null) return resolve(status);
      const asTold = told && (signal === "SIGTERM" || signal === "SIGINT");
      resolve(asTold ? 0 : 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
