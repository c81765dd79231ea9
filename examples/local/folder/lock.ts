import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { identify, isRunning, type ProcessIdentity } from "../process/identity.ts";

/** What the holder of a lock does. */
export type Doing = "running" | "stopping" | "resetting";

export interface Holder extends ProcessIdentity {
  readonly doing: Doing;
}

/** Who holds the lock now; `undefined` when nobody does, or only a process that is gone. */
export const lockHolder = async (path: string): Promise<Holder | undefined> => {
  const holder = parse(await readFile(path, "utf8").catch(() => ""));
  return holder !== undefined && (await isRunning(holder)) ? holder : undefined;
};

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock for this process. Returns the holder when somebody else has it. A lock whose holder is gone, even if
 * its pid is in use again, is taken over.
 */
export const takeLock = async (path: string, doing: Doing = "running"): Promise<Lock | Holder> => {
  const me = await identify(process.pid);
  if (me === undefined) throw new Error("the system does not tell when this process started");
  const own = JSON.stringify({ ...me, doing });
  for (;;) {
    if (await create(path, own)) {
      return {
        async release() {
          if ((await readFile(path, "utf8").catch(() => "")) === own) await rm(path, { force: true });
        },
      };
    }
    const holder = await lockHolder(path);
    if (holder !== undefined) return holder;
    await removeStale(path);
  }
};

/** A hard link appears with its content, or not at all when the name is taken. */
const create = async (path: string, text: string): Promise<boolean> => {
  const fresh = `${path}.${randomBytes(4).toString("hex")}`;
  await writeFile(fresh, text);
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
};

/** Longer than a take-over takes; who left the turn standing for this long has died in it. */
const turnMs = 5000;

/**
 * Removes a lock whose holder is gone. Only whoever has the turn removes, and looks again before: between a look and a
 * removal without it, somebody else may have put a fresh lock there.
 */
const removeStale = async (path: string): Promise<void> => {
  const turn = `${path}.turn`;
  try {
    await mkdir(turn);
  } catch {
    const since = await stat(turn).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - since > turnMs) await rm(turn, { recursive: true, force: true });
    else await sleep(10);
    return; // the caller tries again
  }
  try {
    if ((await lockHolder(path)) === undefined) await rm(path, { force: true });
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
};

const content = z.object({
  pid: z.int(),
  startedAt: z.string(),
  doing: z.enum(["running", "stopping", "resetting"]).default("running"),
});

const parse = (text: string): Holder | undefined => {
  try {
    return content.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
