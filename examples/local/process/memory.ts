import { readFile } from "node:fs/promises";
import { processTree } from "./table.ts";

/**
 * Memory of a process and its descendants in bytes: on Linux the proportional set size, which counts a page shared by
 * four processes as a quarter for each. `undefined` where the system does not tell.
 */
export const memoryOfTree = async (roots: readonly number[]): Promise<number | undefined> => {
  if (process.platform !== "linux") return undefined;
  const pids = new Set((await Promise.all(roots.map(processTree))).flat());
  const sizes = await Promise.all([...pids].map(memoryOf));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Proportional set size of one process in bytes; 0 when it is gone. */
export const memoryOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
};
