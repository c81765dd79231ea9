import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A process's program and arguments; empty when the system does not tell. Where it only has a line, cut at blanks. */
export const argumentsOf = async (pid: number): Promise<readonly string[]> => {
  if (process.platform === "linux") {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return line === "" ? [] : line.replace(/\0+$/, "").split("\0");
  }
  try {
    return (await execute("ps", ["-o", "command=", "-p", String(pid)])).stdout.trim().split(" ");
  } catch {
    return [];
  }
};

/** The same as a line. */
export const commandOf = async (pid: number): Promise<string> => (await argumentsOf(pid)).join(" ").trim();

/**
 * What a person calls the process: its program, and for one that runs scripts the script too. The name that the system
 * keeps is that of a thread: `MainThread` for every Node. A process that has renamed itself is one text with blanks.
 */
export const programOf = ([program = "", ...words]: readonly string[]): string => {
  const name = /^(\w+):/.exec(program)?.[1] ?? basename(program);
  if (!/^(?:node|python[\d.]*|ruby|perl|sh|bash|java|deno|bun)$/.test(name)) return name;
  const script = words.find((word) => /\.[cm]?[jt]s$|\.py$|\.rb$|\.sh$|\.jar$/.test(word));
  return script === undefined ? name : `${name} ${basename(script)}`;
};
