import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Pid of the npm that runs us; `undefined` when none does, or where it cannot be told. Between npm and us stands the shell
 * of the script, unless that has put us in its place.
 */
export const npmProcess = () => {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return undefined;
  const parent = describe(process.ppid);
  if (parent === undefined) return process.ppid;
  return parent.command.includes("bootstrap.mjs") ? parent.parent : process.ppid;
};

/** Whether a process that we may not signal, or that is ours, is still there. */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

const describe = (pid) => {
  try {
    return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
};

const fromProc = (pid) => ({
  // The name in brackets may hold anything; the parent is the second field after it.
  parent: Number(
    readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[1],
  ),
  command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "),
});

const fromPs = (pid) => {
  const { stdout } = spawnSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" });
  const [, parent, command] = /^\s*(\d+) (.*)$/m.exec(stdout);
  return { parent: Number(parent), command };
};
