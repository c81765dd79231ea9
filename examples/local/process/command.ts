import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A process's command line; empty when the system does not tell. */
export const commandOf = async (pid: number): Promise<string> => {
  if (process.platform === "linux") {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ").trim();
  }
  try {
    return (await execute("ps", ["-o", "command=", "-p", String(pid)])).stdout.trim();
  } catch {
    return "";
  }
};

/**
 * What a person calls the process: its program, and for one that runs scripts the script too. The name that the system
 * keeps is that of a thread: `MainThread` for every Node.
 */
export const programOf = (command: string): string => {
  const [program = "", ...words] = command.split(" ");
  const name = basename(program).replace(/:$/, "");
  if (!/^(?:node|python[\d.]*|ruby|perl|sh|bash|java|deno|bun)$/.test(name)) return name;
  const script = words.find((word) => /\.[cm]?[jt]s$|\.py$|\.rb$|\.sh$|\.jar$/.test(word));
  return script === undefined ? name : `${name} ${basename(script)}`;
};
