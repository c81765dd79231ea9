import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isAlive, npmProcess } from "./npm-process.mjs";
import { BootstrapError } from "./problem.mjs";

const watcher = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), "end-with-parent.mjs")).href;

/**
 * Runs one command, by default of Node, in the place of this process: its signals, its terminal, its exit status. Neither outlives the
 * other: the child is stopped when npm, which started us, is gone, and sees by itself when we are.
 */
export const run = ({ root, node, command = node, args, graceful = false }) =>
  new Promise((resolve, reject) => {
    const all = graceful ? args : ["--import", watcher, ...args];
    const child = spawn(command, all, { cwd: root, stdio: "inherit", env: environment(node) });
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const watch = watchNpm(() => forward("SIGTERM"));
    const settle = () => {
      for (const name of signals) process.off(name, forward);
      clearInterval(watch);
    };
    child.once("error", (error) => {
      settle();
      reject(error.code === "ENOENT" ? absent(command) : error);
    });
    child.once("exit", (code, signal) => {
      settle();
      resolve(code ?? signalStatus[signal] ?? 1);
    });
  });

const absent = (command) =>
  new BootstrapError(`There is no ${command} on the PATH.`, `Install it: docs/install says how, and which version.`);

/** What a shell answers for a program that a signal ended. */
const signalStatus = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/** npm and its shell do not hand every signal on: when one of them is gone, nobody is left who could stop us. */
const watchNpm = (ended) => {
  const npm = npmProcess();
  if (npm === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => (process.ppid !== parent || !isAlive(npm)) && ended(), 500);
};

// Whoever starts `node` further down, as vitest does for its workers, gets the same one.
const environment = (node) => ({
  ...process.env,
  PATH: `${dirname(node)}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`,
  BAILIWICK_BOOTSTRAP_PID: String(process.pid),
});
