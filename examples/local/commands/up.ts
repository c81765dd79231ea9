import { exitCodes, explain, LocalFailure } from "../failure.ts";
import { namedPaths } from "../folder/choose.ts";
import { readInstance } from "../folder/instance.ts";
import { takeLock } from "../folder/lock.ts";
import { makeRoot } from "../folder/make.ts";
import { localFolder, type Paths } from "../folder/paths.ts";
import { temporaryFolder } from "../folder/temporary.ts";
import type { Report } from "../output/report.ts";
import { bringUp } from "../platform/bring-up.ts";
import { makePlan } from "../platform/plan.ts";
import { checkMachine, stopLeftovers } from "../platform/preflight.ts";
import { defaultProduct, type LoadedProduct, loadProduct } from "../platform/product.ts";
import { createPortHolds } from "../ports/hold.ts";
import { createSupervisor } from "../supervisor/index.ts";
import { alreadyRunning } from "./already-running.ts";
import { stopRequested } from "./stop-requested.ts";

export interface UpOptions {
  readonly product?: string | undefined;
  /** @default `default` for the default product, the product's id for another */
  readonly name?: string | undefined;
  /** Port of the global host; those of the regions follow. */
  readonly port?: number | undefined;
  /** Keep nothing: all data are in a temporary folder that goes away with the platform. */
  readonly ephemeral?: boolean | undefined;
  /** Called once, when the platform is ready. */
  readonly ready?: (() => void) | undefined;
}

/** Starts the platform and runs it until it is told to stop. Resolves with the exit status when nothing of it is left. */
export const up = async (options: UpOptions, report: Report): Promise<number> => {
  const began = performance.now();
  const stop = stopRequested();
  const undo: (() => unknown)[] = [stop.dispose];
  try {
    const temporary = options.ephemeral === true ? await temporaryFolder() : undefined;
    if (temporary !== undefined) undo.push(temporary.remove);
    const parent = temporary?.path ?? localFolder;
    const { paths, loaded } = await choose(options, parent);
    await checkMachine(paths);
    await makeRoot(paths);
    const lock = await takeLock(paths.lock);
    if ("pid" in lock) return await alreadyRunning(paths, lock, report);
    undo.push(lock.release);
    for (const label of await stopLeftovers(paths))
      report.note(`Stopped the ${label}, left over from an earlier start.`);
    const holds = createPortHolds();
    undo.push(holds.releaseAll);
    const plan = await makePlan({ paths, loaded, port: options.port, holds, say: report.note });
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
      wipe: temporary?.path,
      say: report.note,
      giveUp: broken.reject,
    });
    undo.push(supervisor.stop);
    const ready = bringUp(plan, supervisor, report);
    ready.catch(() => undefined); // when it loses the race below, nobody else listens
    const stopped = stop.promise.then((): "stopped" => "stopped");
    if ((await Promise.race([ready, stopped, broken.promise])) === "stopped") return exitCodes.cancelled;
    options.ready?.();
    await Promise.race([stopped, broken.promise]);
    return exitCodes.ok;
  } catch (error) {
    const known = explain(error);
    if (known === undefined) throw error;
    report.failure(known);
    return known.exitCode;
  } finally {
    for (const step of undo.reverse()) await step();
  }
};

const defaultName = (product: string): string => (product === defaultProduct ? "default" : product);

/** A folder belongs to one product; a name without another word keeps the one it has. */
const choose = async (
  { product, name }: UpOptions,
  parent: string,
): Promise<{ paths: Paths; loaded: LoadedProduct }> => {
  const named = name === undefined ? undefined : namedPaths(name, parent);
  const known = named === undefined ? undefined : (await readInstance(named))?.product;
  const loaded = await loadProduct(product ?? known ?? defaultProduct);
  const { id } = loaded.product;
  const paths = named ?? namedPaths(defaultName(id), parent);
  const owner = known ?? (await readInstance(paths))?.product ?? id;
  if (owner === id) return { paths, loaded };
  throw new LocalFailure({
    code: "product-differs",
    message: `The local platform "${paths.name}" belongs to ${owner}, not to ${id}.`,
    suggestion: `Choose another name: npm start -- --product ${id} --name <name>`,
  });
};
