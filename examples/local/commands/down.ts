import { setTimeout as sleep } from "node:timers/promises";
import { about, exitCodes, LocalFailure } from "../failure.ts";
import { choosePlatform } from "../folder/choose.ts";
import { type Doing, type Lock, lockHolder, takeLock } from "../folder/lock.ts";
import type { Paths } from "../folder/paths.ts";
import { readState } from "../folder/state.ts";
import { carriedName } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { stopLeftovers } from "../platform/leftovers.ts";
import { isRunning, signal } from "../process/identity.ts";

export interface DownOptions {
  readonly name?: string | undefined;
}

/** Stops the platform and keeps its data. */
export const down = async ({ name }: DownOptions, report: Report): Promise<number> => {
  const paths = await choosePlatform({ name, verb: "down" });
  return about({ name: carriedName(name, paths.name) }, async () => {
    const { stopped, lock } = await stopPlatform(paths, "stopping", report);
    await lock.release();
    const words = stopped ? "is stopped" : "did not run";
    report.result(`The local platform "${paths.name}" ${words}. Its data are kept in ${paths.root}\n`, {
      name: paths.name,
      stopped,
    });
    return exitCodes.ok;
  });
};

/** Longer than the slowest service may take; see `Ending`. */
const patienceSeconds = 150;
const noteAfterSeconds = 5;

/**
 * Asks the supervisor to stop, waits until it has, and ends what an earlier one has left. Resolves with the platform's lock,
 * so that nobody starts it meanwhile, and whether it ran.
 */
export const stopPlatform = async (
  paths: Paths,
  doing: Doing,
  report: Pick<Report, "note">,
): Promise<{ readonly stopped: boolean; readonly lock: Lock }> => {
  const stopped = await stopSupervisor(paths, report);
  const lock = await takeLock(paths.lock, doing).catch(withoutFolder);
  if ("pid" in lock) {
    throw new LocalFailure({
      code: "busy",
      message: `Somebody else has the local platform "${paths.name}" now: process ${lock.pid}.`,
      suggestion: "Wait until that is done, then say it again.",
      exitCode: exitCodes.error,
    });
  }
  try {
    for (const label of await stopLeftovers(paths)) report.note(`Stopped ${label}, left over from an earlier start.`);
    return { stopped, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/** A first start that does not come to its end takes its folder away itself. */
const withoutFolder = (error: unknown): Lock => {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return { release: async () => undefined };
  throw error;
};

const stopSupervisor = async (paths: Paths, { note }: Pick<Report, "note">): Promise<boolean> => {
  const { name, lock } = paths;
  const holder = await lockHolder(lock);
  if (holder?.doing !== "running") return false;
  await signal(holder, "SIGTERM");
  const began = performance.now();
  const waited = (): number => (performance.now() - began) / 1000;
  for (let noted = false; await isRunning(holder); await sleep(50)) {
    if (!noted && waited() > noteAfterSeconds) {
      noted = true;
      note(`Waiting for ${(await stillRunning(paths)).join(", ") || `process ${holder.pid}`} to end.`);
    }
    if (waited() > patienceSeconds) {
      throw new LocalFailure({
        code: "does-not-stop",
        message: `The local platform "${name}" did not stop in ${patienceSeconds} seconds.`,
        suggestion: `End it the hard way: kill -9 ${holder.pid} (what it started ends with it)`,
        exitCode: exitCodes.error,
      });
    }
  }
  return true;
};

const stillRunning = async (paths: Paths): Promise<readonly string[]> =>
  ((await readState(paths))?.services ?? []).flatMap(({ name, process: one }) => (one === undefined ? [] : [name]));
