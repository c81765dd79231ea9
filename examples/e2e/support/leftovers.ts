import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { State } from "../../local/folder/state.ts";
import { isFree } from "../../local/ports/free.ts";
import { identify } from "../../local/process/identity.ts";

/** Every process whose command line or working folder names `folder`: what belongs to the platforms in it. */
export const processesOf = (folder: string): readonly string[] => {
  if (process.platform !== "linux") return fromPs(folder);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        const own = command.includes(folder) || environment.includes(folder);
        return own && command !== "" ? [`${pid} ${command}`] : [];
      } catch {
        return [];
      }
    });
};

const fromPs = (folder: string): readonly string[] =>
  execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder));

/** Pids of a process's children whose command line has these words. */
export const childrenOf = (parent: number, words: string): readonly number[] =>
  execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((row) => (row !== null && Number(row[2]) === parent && row[3]?.includes(words) ? [Number(row[1])] : []));

/** The ports of a platform that somebody still listens on. */
export const portsInUse = async ({ regions, global, services }: State): Promise<readonly number[]> => {
  const urls = [global.url, ...regions.flatMap(({ edgeUrl, apiUrl, databaseUrl }) => [edgeUrl, apiUrl, databaseUrl])];
  const ports = new Set([...urls.map((url) => Number(new URL(url).port)), ...services.map(({ port }) => port)]);
  const busy: number[] = [];
  for (const port of ports) if (port !== undefined && !(await isFree(port))) busy.push(port);
  return busy;
};

/** Pids of the services, by name, as the state has them, if they run. */
export const runningServices = async ({ services }: State): Promise<Readonly<Record<string, number>>> => {
  const found: Record<string, number> = {};
  for (const { name, process: one } of services) {
    if (one !== undefined && (await identify(one.pid))?.startedAt === one.startedAt) found[name] = one.pid;
  }
  return found;
};
