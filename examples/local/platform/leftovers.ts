import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Paths } from "../folder/paths.ts";
import { postgresFolders } from "../folder/reachable.ts";
import { readState } from "../folder/state.ts";
import { commandOf } from "../process/command.ts";
import { type Ending, endable, endProcess } from "../process/end.ts";
import { identify, isRunning, type ProcessIdentity } from "../process/identity.ts";
import { postgresEnding } from "../services/postgres.ts";
import { platformMark } from "../supervisor/index.ts";

/** A process of the platform that nobody owns any more. */
export interface Leftover {
  readonly label: string;
  readonly identity: ProcessIdentity;
  readonly ending: Ending;
}

/**
 * What a supervisor and its guardian, both killed, may have left: services that `state.json` names, servers of which a
 * `postmaster.pid` tells, and on Linux whatever carries the platform's mark or sits in its databases.
 * Right only while no supervisor runs: the caller holds the lock, or nobody does.
 */
export const leftoversOf = async (paths: Paths): Promise<readonly Leftover[]> => {
  const found = new Map<number, Leftover>();
  const add = async (pid: number, label: string, ending: Ending): Promise<void> => {
    const identity = pid === process.pid || found.has(pid) ? undefined : await identify(pid);
    if (identity !== undefined) found.set(pid, { label, identity, ending });
  };

  for (const { name, process: one } of (await readState(paths))?.services ?? []) {
    if (one !== undefined && (await isRunning(one))) await add(one.pid, name, endingOf(name));
  }
  const databases = await postgresFolders(paths.root);
  for (const folder of databases) {
    const pid = Number((await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[0]);
    // The file outlives a crash, and a pid is used again.
    if (pid > 0 && (await commandOf(pid)).includes(folder)) await add(pid, `a Postgres on ${folder}`, postgresEnding);
  }
  for (const { pid, postgres } of await marked(paths.root, databases)) {
    if (postgres) await add(pid, `what a Postgres has left, process ${pid}`, orphanEnding);
    else await add(pid, await shortName(pid), {});
  }
  return [...found.values()];
};

/** Ends them. Returns their labels. The caller holds the lock. */
export const stopLeftovers = async (paths: Paths): Promise<readonly string[]> => {
  const stopped: string[] = [];
  // A server takes its children with it; those that are still there afterwards have lost theirs.
  for (
    let found = await leftoversOf(paths);
    found.length > 0 && stopped.length < 100;
    found = await leftoversOf(paths)
  ) {
    const servers = found.filter(({ ending }) => ending !== orphanEnding);
    const turn = servers.length > 0 ? servers : found;
    await Promise.all(turn.map(({ identity, ending }) => endProcess(endable(identity), ending)));
    stopped.push(...turn.map(({ label }) => label));
  }
  return [...new Set(stopped)];
};

/** A child of Postgres whose server was killed: nothing waits for it, and what it had not written is in the log of changes. */
const orphanEnding: Ending = { stopSignal: "SIGQUIT" };

const endingOf = (service: string): Ending => (service.endsWith("-postgres") ? postgresEnding : {});

const marked = async (
  root: string,
  databases: readonly string[],
): Promise<readonly { readonly pid: number; readonly postgres: boolean }[]> => {
  if (process.platform !== "linux") return [];
  const mark = `${platformMark}=${root}`;
  const folders = await Promise.all(databases.map((folder) => realpath(folder).catch(() => folder)));
  const found: { pid: number; postgres: boolean }[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(mark)) found.push({ pid: Number(name), postgres: false });
    else if (folders.includes(await readlink(`/proc/${name}/cwd`).catch(() => ""))) {
      // Postgres writes over its environment; a shell that stands in the folder is a person's.
      const short = (await readFile(`/proc/${name}/comm`, "utf8").catch(() => "")).trim();
      if (short === "postgres") found.push({ pid: Number(name), postgres: true });
    }
  }
  return found;
};

const shortName = async (pid: number): Promise<string> => `process ${pid} (${(await commandOf(pid)).slice(0, 80)})`;
