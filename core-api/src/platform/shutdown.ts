import { isConnectionLost } from "./db/index.ts";
import type { Log } from "./log.ts";

export interface ShutdownStep {
  /** What is given up when it does not end in time, for the log. */
  readonly name: string;
  /** Time that the step has. */
  readonly seconds: number;
  readonly run: () => unknown;
  /** Ends by force what did not end in time. */
  readonly cut?: () => void;
}

export interface ShutdownOptions {
  readonly log: Log;
  /** Run one after the other, in this order. Together their seconds must stay below what the machine allows for a stop. */
  readonly steps: readonly ShutdownStep[];
  /** Stop when stdin closes: then the parent that holds the other end is gone. @default false */
  readonly stopWithParent?: boolean;
  readonly exit?: (status: number) => void;
}

/**
 * Ends the process in order on SIGTERM, SIGINT or, if asked, when the parent is gone. A second SIGINT ends it at once.
 * Returns a function that does the same.
 *
 * A step that is not done in time, or whose connection is gone, is given up and named in one record. The status is 0 all the
 * same: whoever asked for the stop got it, and nothing is lost by it, for a transaction without its COMMIT has not happened and
 * a job that was cut off is tried again. Another status would count as a crash with whoever runs the container. It is 1 only
 * when a step failed in a way that none should.
 */
export const onShutdown = ({
  log,
  steps,
  stopWithParent = false,
  exit = (status) => process.exit(status),
}: ShutdownOptions): ((signal: string) => Promise<void>) => {
  let stopping = false;

  const stop = async (signal: string): Promise<void> => {
    if (stopping) {
      if (signal === "SIGINT") exit(130);
      return;
    }
    stopping = true;
    log.info({ signal }, "stopping");
    let status = 0;
    const givenUp: string[] = [];
    for (const step of steps) {
      try {
        if (await endsInTime(step)) continue;
        givenUp.push(step.name);
        step.cut?.();
      } catch (error) {
        if (isConnectionLost(error)) {
          givenUp.push(step.name);
        } else {
          status = 1;
          log.error({ step: step.name, error }, "a step of the shutdown failed");
        }
      }
    }
    if (givenUp.length > 0) log.warn({ signal, reason: givenUp.join(", ") }, "given up when stopping");
    log.info({ signal }, "stopped");
    exit(status);
  };

  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  if (stopWithParent) {
    process.stdin.on("end", () => void stop("parent gone"));
    process.stdin.on("error", () => void stop("parent gone"));
    process.stdin.resume();
    process.stdin.unref?.();
  }
  return stop;
};

/** Rejects as the step does; a step that was given up may end as it likes. */
const endsInTime = async ({ run, seconds }: ShutdownStep): Promise<boolean> => {
  const done = Promise.resolve(run()).then(() => true);
  done.catch(() => undefined);
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), seconds * 1000);
  try {
    return await Promise.race([done, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
};
