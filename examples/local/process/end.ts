import { setTimeout as sleep } from "node:timers/promises";
import { identify, isRunning, type ProcessIdentity, signal } from "./identity.ts";
import { processTree } from "./table.ts";

/** How one kind of process is brought to its end. */
export interface Ending {
  /** @default "SIGTERM" */
  readonly stopSignal?: NodeJS.Signals | undefined;
  /** How long it may take after that. @default 6 */
  readonly stopSeconds?: number | undefined;
  /**
   * What it hears next, for a program that ends its own children by it; it then has 20 seconds.
   * @default it is killed, and with it all that descends from it
   */
  readonly hardSignal?: NodeJS.Signals | undefined;
}

/** A process that somebody can signal, and see the end of. */
export interface Endable {
  readonly pid: number;
  readonly gone: Promise<unknown>;
  send(name: NodeJS.Signals): void;
}

const hardSeconds = 20;

/** Asks a process to end, then makes it. Resolves when it is gone, or killed. */
export const endProcess = async (
  { pid, gone, send }: Endable,
  { stopSignal = "SIGTERM", stopSeconds = 6, hardSignal }: Ending = {},
): Promise<void> => {
  send(stopSignal);
  if (await isOver(gone, stopSeconds)) return;
  if (hardSignal !== undefined) {
    send(hardSignal);
    if (await isOver(gone, hardSeconds)) return;
  }
  await killTree(pid);
  await isOver(gone, hardSeconds);
};

/** A process of which only the identity is known: it is looked at until it is gone. */
export const endable = (identity: ProcessIdentity): Endable => ({
  pid: identity.pid,
  gone: untilGone(identity),
  send: (name) => void signal(identity, name),
});

/** Kills a process together with what descends from it: a child that stays would hold on to its files. */
export const killTree = async (root: number): Promise<void> => {
  const tree = await Promise.all((await processTree(root)).map(identify));
  for (const one of tree) if (one !== undefined) await signal(one, "SIGKILL");
};

const untilGone = async (identity: ProcessIdentity): Promise<void> => {
  while (await isRunning(identity)) await sleep(50, undefined, { ref: false });
};

const isOver = async (gone: Promise<unknown>, seconds: number): Promise<boolean> => {
  const patience = new AbortController();
  const late = sleep(seconds * 1000, false, { signal: patience.signal }).catch(() => false);
  const over = await Promise.race([gone.then(() => true), late]);
  patience.abort();
  return over;
};
