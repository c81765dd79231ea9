import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Ends a process and everything that it has started, groups of their own included, which a signal to its group would miss. */
export const endTree = (root: number): void => {
  signal(root, "SIGSTOP"); // so that it starts nothing while we look
  for (const pid of [root, ...descendants(root)]) signal(pid, "SIGKILL");
};

const descendants = (root: number): readonly number[] => {
  const parents = parentsOf();
  const found: number[] = [root];
  for (const pid of found) found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
  return found.slice(1);
};

/** Parent of each process; from /proc where there is one, else from ps. */
const parentsOf = (): ReadonlyMap<number, number> =>
  new Map(
    existsSync("/proc/self/stat")
      ? readdirSync("/proc")
          .filter((name) => /^\d+$/.test(name))
          .map((name) => [Number(name), parentOf(name)])
      : spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
          .stdout.trim()
          .split("\n")
          .map((line) => line.trim().split(/\s+/).map(Number))
          .map(([pid = 0, parent = 0]) => [pid, parent]),
  );

const parentOf = (pid: string): number => {
  try {
    // The second field is the program's name in brackets, which may hold anything.
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    );
  } catch {
    return 0; // It has ended in the meantime.
  }
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
};
