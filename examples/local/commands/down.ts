import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { lockHolder } from "../folder/lock.ts";
import type { Paths } from "../folder/paths.ts";
import type { Report } from "../output/report.ts";
import { isRunning, signal } from "../process/identity.ts";

export interface DownOptions {
  readonly name?: string | undefined;
}

/** Stops the platform and keeps its data. */
export const down = async ({ name }: DownOptions, report: Report): Promise<number> => {
  const paths = await choosePlatform(name, "bailiwick down");
  const stopped = await stopPlatform(paths);
  const words = stopped ? "is stopped" : "did not run";
  report.result(`The local platform "${paths.name}" ${words}. Its data are kept in ${paths.root}\n`, {
    name: paths.name,
    stopped,
  });
  return exitCodes.ok;
};

const patienceSeconds = 25;

/** Asks the supervisor to stop and waits until it has. False when none runs. */
export const stopPlatform = async ({ name, lock }: Paths): Promise<boolean> => {
  const holder = await lockHolder(lock);
  if (holder === undefined) return false;
  await signal(holder, "SIGTERM");
  const deadline = performance.now() + patienceSeconds * 1000;
  while (await isRunning(holder)) {
    if (performance.now() > deadline) {
      throw new LocalFailure({
        code: "does-not-stop",
        message: `The local platform "${name}" did not stop in ${patienceSeconds} seconds.`,
        suggestion: `End it the hard way: kill -9 ${holder.pid} (what it started ends with it)`,
        exitCode: exitCodes.error,
      });
    }
    await sleep(50);
  }
  return true;
};
