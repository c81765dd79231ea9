import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { argumentsOf, programOf } from "../process/command.ts";

const execute = promisify(execFile);

export interface PortOwner {
  readonly pid: number;
  /** What a person calls it, as `node server.ts`; empty when the system does not tell. */
  readonly command: string;
}

/** Who listens on a TCP port of this machine; `undefined` when the system does not tell us. */
export const portOwner = async (port: number): Promise<PortOwner | undefined> => {
  const pid = process.platform === "linux" ? await fromProc(port) : await fromLsof(port);
  if (pid === undefined) return undefined;
  return { pid, command: programOf(await argumentsOf(pid)) };
};

/** Listening sockets of /proc/net/tcp[6] carry an inode; the process that holds `socket:[inode]` open is the owner. */
const fromProc = async (port: number): Promise<number | undefined> => {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
  );
  const sockets = new Set<string>();
  for (const line of tables.join("\n").split("\n")) {
    const fields = line.trim().split(/\s+/);
    if (fields[3] === "0A" && fields[1]?.endsWith(`:${wanted}`)) sockets.add(`socket:[${fields[9]}]`);
  }
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (sockets.has(target)) return Number(pid);
    }
  }
  return undefined;
};

const fromLsof = async (port: number): Promise<number | undefined> => {
  try {
    const { stdout } = await execute("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"]);
    const pid = Number(stdout.trim().split("\n")[0]);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
};
