import { existsSync } from "node:fs";
import { about, exitCodes } from "../failure.ts";
import { type Holder, type Lock, takeLock } from "../folder/lock.ts";
import { makeRoot } from "../folder/make.ts";
import { localFolder, type Paths } from "../folder/paths.ts";
import { removeFolder } from "../folder/remove.ts";
import { temporaryFolder } from "../folder/temporary.ts";
import { carriedName, commandsFor, type Subject } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { bringUp } from "../platform/bring-up.ts";
import { describe } from "../platform/describe.ts";
import { keepState } from "../platform/keep-state.ts";
import { stopLeftovers } from "../platform/leftovers.ts";
import { makePlan } from "../platform/plan.ts";
import { checkMachine } from "../platform/preflight.ts";
import type { LoadedProduct } from "../platform/product.ts";
import { createPortHolds } from "../ports/hold.ts";
import { createSupervisor } from "../supervisor/index.ts";
import { alreadyRunning } from "./already-running.ts";
import { chooseStart, type StartChoice } from "./choose-start.ts";
import { type StopRequested, stopRequested } from "./stop-requested.ts";

export interface UpOptions extends StartChoice {
  /** Port of the global host; those of the regions follow. */
  readonly port?: number | undefined;
  /** Keep nothing: all data are in a temporary folder that goes away with the platform. */
  readonly ephemeral?: true | undefined;
  /** Nobody is at its terminal. */
  readonly detached?: boolean | undefined;
}

/** What was begun is undone in reverse. */
type Undo = (() => unknown)[];

/** Starts the platform and runs it until it is told to stop. Resolves with the exit status when nothing of it is left. */
export const up = async (options: UpOptions, report: Report): Promise<number> => {
  const stop = stopRequested();
  const undo: Undo = [stop.dispose];
  const { product, name, ephemeral } = options;
  let farewell: (() => void) | undefined;
  try {
    return await about({ name, up: { product, name, ephemeral } }, async () => {
      const temporary = ephemeral === true ? await temporaryFolder() : undefined;
      if (temporary !== undefined) undo.push(temporary.remove);
      const { paths, loaded } = await chooseStart(options, temporary?.path ?? localFolder);
      const subject = subjectOf(options, paths);
      farewell = () => {
        const kept = ephemeral === true ? "Nothing of it is kept" : `Its data are kept in ${paths.root}`;
        const text = `Stopped. ${kept}; start again: ${commandsFor(subject)("up")}\n`;
        report.result(text, { type: "stopped", name: paths.name, data: ephemeral === true ? undefined : paths.root });
      };
      return about(subject, async () => {
        const status = await run({ ...options, paths, loaded, subject, wipe: temporary?.path, stop, undo }, report);
        if (status === undefined) farewell = undefined;
        return status ?? exitCodes.ok;
      });
    });
  } catch (error) {
    farewell = undefined;
    throw error;
  } finally {
    for (const step of undo.reverse()) await step();
    farewell?.();
  }
};

interface Run extends UpOptions {
  readonly paths: Paths;
  readonly loaded: LoadedProduct;
  readonly subject: Subject;
  readonly wipe: string | undefined;
  readonly stop: StopRequested;
  readonly undo: Undo;
}

/** Exit status after it was told to stop; `undefined` when another process runs this platform already. */
const run = async (options: Run, report: Report): Promise<number | undefined> => {
  const { paths, loaded, port, subject, wipe, stop, undo } = options;
  const began = performance.now();
  await checkMachine(paths);
  const fresh = !existsSync(paths.root);
  const lock = await lockRoot(paths);
  if ("pid" in lock) {
    await alreadyRunning({ paths, holder: lock, port, command: commandsFor(subject), report });
    return undefined;
  }
  undo.push(lock.release);
  // A start that fails before it has anything to keep leaves no platform behind that nobody could use.
  undo.push(async () => fresh && !existsSync(paths.instance) && (await removeFolder(paths)));
  for (const label of await stopLeftovers(paths)) report.note(`Stopped ${label}, left over from an earlier start.`);
  const holds = createPortHolds();
  undo.push(holds.releaseAll);
  const plan = await makePlan({ paths, loaded, port, holds, say: report.note, command: commandsFor(subject) });
  report.step("preflight", "Preflight", performance.now() - began);

  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // nobody listens once the end has begun
  // What is still under way when a part gives up, a connection to a database that is being stopped for one, fails late
  // and with nobody waiting for it. While all is well the same is a fault of ours, and ends the platform.
  process.on("unhandledRejection", broken.reject);
  undo.push(() => process.off("unhandledRejection", broken.reject));
  const supervisor = createSupervisor({
    logs: paths.logs,
    lock: paths.lock,
    folder: paths.root,
    wipe,
    say: report.note,
    giveUp: broken.reject,
  });
  undo.push(supervisor.stop);
  const startedAt = new Date(performance.timeOrigin);
  const keeping = await keepState({
    paths,
    supervisor,
    describe: (readyAt) => describe(plan, { startedAt, readyAt }, supervisor.services),
  });
  undo.splice(-1, 0, keeping.stop); // after the services have stopped, of which it tells
  const ready = bringUp({ plan, supervisor, keeping, report, subject, ...endOf(options) });
  ready.catch(() => undefined); // when it loses the race below, nobody else listens
  const stopped = stop.promise.then((): "stopped" => "stopped");
  if ((await Promise.race([ready, stopped, broken.promise])) === "stopped") return exitCodes.cancelled;
  await Promise.race([stopped, broken.promise]);
  return exitCodes.ok;
};

/** A platform that is being removed takes its folder with it, also from under us. */
const lockRoot = async (paths: Paths): Promise<Lock | Holder> => {
  for (let tries = 0; ; tries++) {
    try {
      await makeRoot(paths);
      return await takeLock(paths.lock);
    } catch (error) {
      if (tries > 20 || !(error instanceof Error) || !("code" in error) || error.code !== "ENOENT") throw error;
    }
  }
};

/** A start is suggested again as it was given; all else names the platform where that is needed. */
const subjectOf = ({ product, name, ephemeral }: UpOptions, paths: Paths): Subject => ({
  name: carriedName(name, paths.name),
  up: { product, name, ephemeral },
});

const endOf = ({ detached, ephemeral }: UpOptions): { readonly end: "ctrl-c" | "down"; readonly kept: boolean } => ({
  end: detached === true ? "down" : "ctrl-c",
  kept: ephemeral !== true,
});
