import type { Log } from "./log.ts";

export interface ShutdownOptions {
  readonly log: Log;
  /** Run one after the other, in this order. */
  readonly steps: readonly (() => unknown)[];
  /** After this time the process ends with status 1 whatever is still open. @default 15 */
  readonly seconds?: number;
  /** Stop when stdin closes: then the parent that holds the other end is gone. @default false */
  readonly stopWithParent?: boolean;
  readonly exit?: (status: number) => void;
}

/**
 * Ends the process in order on SIGTERM, SIGINT or, if asked, when the parent is gone. A second signal ends it at once.
 * Returns a function that does the same.
 */
export const onShutdown = ({
  log,
  steps,
  seconds = 15,
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
    const limit = setTimeout(() => {
      log.error({ signal }, "stopping took too long");
      exit(1);
    }, seconds * 1000);
    limit.unref();
    let status = 0;
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        status = 1;
        log.error({ error }, "a step of the shutdown failed");
      }
    }
    clearTimeout(limit);
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
