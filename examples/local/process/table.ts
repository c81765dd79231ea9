import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/** Every process of the system with its parent. Empty on Windows. */
export const processTable = async (): Promise<readonly ProcessEntry[]> => {
  if (process.platform === "linux") return fromProc();
  if (process.platform === "win32") return [];
  const { stdout } = await execute("ps", ["-axo", "pid=,ppid="]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));
};

/** A process and all that descend from it. */
export const processTree = async (root: number): Promise<readonly number[]> => {
  const children = Map.groupBy(await processTable(), ({ parent }) => parent);
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []).map((entry) => entry.pid));
  return tree;
};

const fromProc = async (): Promise<readonly ProcessEntry[]> => {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async (pid): Promise<ProcessEntry | undefined> => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
      return parent === undefined ? undefined : { pid: Number(pid), parent: Number(parent) };
    }),
  );
  return entries.filter((entry) => entry !== undefined);
};
