import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { identify, isRunning, type ProcessIdentity } from "../process/identity.ts";

/** Who holds the lock now; `undefined` when nobody does, or only a process that is gone. */
export const lockHolder = async (path: string): Promise<ProcessIdentity | undefined> => {
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
export const takeLock = async (path: string): Promise<Lock | ProcessIdentity> => {
  const me = await identify(process.pid);
  if (me === undefined) throw new Error("the system does not tell when this process started");
  const own = JSON.stringify(me);
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
const create = async (path: string, content: string): Promise<boolean> => {
  const fresh = `${path}.${randomBytes(4).toString("hex")}`;
  await writeFile(fresh, content);
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

/** Moves it away before looking at it, so that of two processes only one does, and puts it back if it was a fresh one. */
const removeStale = async (path: string): Promise<void> => {
  const aside = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch {
    return; // somebody else did
  }
  const moved = parse(await readFile(aside, "utf8").catch(() => ""));
  if (moved !== undefined && (await isRunning(moved))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
};

const parse = (text: string): ProcessIdentity | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value) || !("startedAt" in value)) return undefined;
    const { pid, startedAt } = value;
    return typeof pid === "number" && typeof startedAt === "string" ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
};
