import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import config from "../vitest.config.ts";
import { root } from "./tracked-files.ts";

// A repository of its own with nothing installed, and an npm that notes its calls and installs one command line.
let place: string;
const started: ChildProcess[] = [];
const projectFolders: readonly string[] = config.test?.projects?.filter((one) => typeof one === "string") ?? [];

const fakeNpm = `
const fs = require("node:fs");
if (process.argv.includes("--version")) return console.log("0.0.0");
const end = Number(process.env.NPM_ENDS ?? 0);
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
console.error("npm says something");
setTimeout(() => {
  if (end === 0) fs.cpSync("cli", "node_modules/vitest", { recursive: true });
  process.exit(end);
}, 300);
`;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "bailiwick bootstrap-"));
  for (const name of ["bootstrap.mjs", "bootstrap"]) cpSync(join(root, name), join(place, name), { recursive: true });
  writeFileSync(
    join(place, "package-lock.json"),
    JSON.stringify({ packages: { "": {}, "node_modules/vitest": { version: "1.0.0" } } }),
  );
  writeFileSync(join(place, "npm-cli.js"), fakeNpm);
  mkdirSync(join(place, "cli"));
  writeFileSync(
    join(place, "cli/vitest.mjs"),
    `if (process.argv.includes("--wait")) { console.log("pid", process.pid); setInterval(() => {}, 1000); }
     else process.exitCode = process.argv.includes("--fail") ? 7 : 0;`,
  );
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(place, { recursive: true, force: true });
});

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess => {
  const { npm_lifecycle_event: _, REQUIRE_TOOLS: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ["bootstrap.mjs", ...args], {
    cwd: place,
    env: { ...inherited, npm_execpath: join(place, "npm-cli.js"), ...env },
  });
  started.push(child);
  return child;
};

const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = start(args, env);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const [status] = await once(child, "close");
  return { status, output };
};

const npmCalls = (): readonly string[] =>
  existsSync(join(place, "npm-calls")) ? readFileSync(join(place, "npm-calls"), "utf8").trim().split("\n") : [];

test.each(["--help", "doctor"])("%s needs nothing installed", async (verb) => {
  const { status, output } = await run([verb]);
  expect(status).toBe(0);
  expect(output).toMatch(verb === "doctor" ? /The packages are not installed/ : /npm start/);
  expect(npmCalls()).toEqual([]);
});

test.each([
  [["--version"], /^bailiwick 0\.\d+\.\d+\n$/],
  [["check", "--help"], /^Usage: npm run check/],
  [["docs", "--help"], /^Usage: npm run docs/],
  [["help", "check"], /^Usage: npm run check/],
  [["help"], /--project edge for one project's:\n +contract, edge, .*\bci\n/],
])("%j answers and does nothing else", async (args, words) => {
  for (const path of ["package.json", "vitest.config.ts", ...projectFolders.map((one) => `${one}/vitest.config.ts`)]) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
  const { status, output } = await run(args);
  expect(output).toMatch(words);
  expect(status).toBe(0);
  expect(npmCalls()).toEqual([]);
});

test.each([
  [["check", "--fast"], {}, "npm run check takes no --fast."],
  [["docs", "--bogus"], {}, "npm run docs takes no --bogus."],
  [["test", "--project", "egde"], {}, 'There is no test project "egde".\nChoose one of contract, edge, '],
  [["test", "--project=egde"], {}, 'There is no test project "egde".'],
  [["up", "flow8"], { npm_lifecycle_event: "start" }, "Options come after --: npm start -- --product flow8"],
  [["up"], { npm_lifecycle_event: "start", npm_config_port: "true" }, "Options come after --: npm start -- --port …"],
  [["down"], { npm_lifecycle_event: "down", npm_config_name: "x" }, "Options come after --: npm run down -- --name …"],
])("%j is wrong use, said before anything is done", async (args, env, words) => {
  for (const path of ["vitest.config.ts", ...projectFolders.map((one) => `${one}/vitest.config.ts`)]) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
  const { status, output } = await run(args, env);
  expect(output).toContain(words);
  expect(output).not.toMatch(/^ +at /m);
  expect(status).toBe(2);
  expect(npmCalls()).toEqual([]);
});

test("the projects' names are those the test runner knows", async () => {
  const { projectNames } = await import(pathToFileURL(join(root, "bootstrap/projects.mjs")).href);
  expect(projectNames(root)).toHaveLength(projectFolders.length);
});

test("installs without scripts, once, and again when the lock file changes", async () => {
  const first = await run(["test"]);
  expect(first).toMatchObject({ status: 0 });
  expect(first.output).not.toContain("npm says");
  expect(await run(["test"])).toMatchObject({ status: 0 });
  expect(npmCalls()).toHaveLength(1);
  expect(npmCalls()[0]).toMatch(/^ci --ignore-scripts /);

  writeFileSync(join(place, "package-lock.json"), JSON.stringify({ packages: {}, changed: true }));
  expect(await run(["test"])).toMatchObject({ status: 0 });
  expect(npmCalls()).toHaveLength(2);
});

test("takes an installation by npm itself for what it is, if it is whole", async () => {
  cpSync(join(place, "cli"), join(place, "node_modules/vitest"), { recursive: true });
  const hidden = join(place, "node_modules/.package-lock.json");
  writeFileSync(hidden, JSON.stringify({ packages: { "node_modules/vitest": { version: "1.0.0" } } }));
  expect(await run(["test"])).toMatchObject({ status: 0 });
  expect(npmCalls()).toEqual([]);

  rmSync(join(place, "node_modules/.bailiwick-lock"));
  writeFileSync(hidden, JSON.stringify({ packages: { "node_modules/vitest": { version: "0.9.0" } } }));
  expect(await run(["test"])).toMatchObject({ status: 0 });
  expect(npmCalls()).toHaveLength(1);
});

test("shows what npm said when it fails, and what to do", async () => {
  const { status, output } = await run(["test"], { NPM_ENDS: "1" });
  expect(status).toBe(2);
  expect(output).toMatch(/npm ci ended with 1:\nnpm says something\nRun `npm ci --ignore-scripts`/);
  expect(output).not.toContain("at ");
  expect(existsSync(join(place, ".bailiwick-install"))).toBe(false);
});

test("of three at once one installs and the others wait", async () => {
  const all = await Promise.all([run(["test"]), run(["test"]), run(["test"])]);
  expect(all.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(npmCalls()).toHaveLength(1);
  expect(existsSync(join(place, ".bailiwick-install"))).toBe(false);
});

test.each(["a pid that is gone", "no pid at all"])("takes over the turn of one that died, with %s", async (kind) => {
  const turn = join(place, ".bailiwick-install/turn");
  mkdirSync(turn, { recursive: true });
  if (kind === "no pid at all") utimesSync(turn, new Date(0), new Date(0));
  else {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    writeFileSync(join(turn, "pid"), String(gone.pid));
  }
  const all = await Promise.all([run(["test"]), run(["test"]), run(["test"])]);
  expect(all.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(npmCalls()).toHaveLength(1);
  expect(existsSync(join(place, ".bailiwick-install"))).toBe(false);
});

test("answers with the command's own status", async () => {
  expect(await run(["test", "--fail"])).toMatchObject({ status: 7 });
});

test("a missing tool is said, and a failure where all are required", async () => {
  const none = { BAILIWICK_CHROMIUM: join(place, "no-browser") };
  expect((await run(["test"], none)).output).toMatch(/^Not found, so their tests are left out: chromium/m);
  const required = await run(["test"], { ...none, REQUIRE_TOOLS: "1" });
  expect(required.status).toBe(2);
  expect(required.output).toMatch(/^Not found: chromium/m);
});

const pidSaid = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      const found = /pid (\d+)/.exec(chunk)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });

test.each(["SIGTERM", "SIGINT", "SIGKILL"] as const)("nothing outlives %s", async (signal) => {
  await run(["test"]);
  const child = start(["test", "--wait"]);
  const pid = await pidSaid(child);
  const ended = once(child, "exit");
  child.kill(signal);
  const [status] = await ended;
  expect(status).toBe({ SIGTERM: 143, SIGINT: 130, SIGKILL: null }[signal]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 30_000 });
});

test("ends when npm is killed and the shell between stays", async () => {
  await run(["test"]);
  // As npm does it: a shell that waits for its command. Its parent is the one that gets killed.
  const npm = spawn("sh", ["-c", "sh -c 'node bootstrap.mjs test --wait; true'; true"], {
    cwd: place,
    env: { ...process.env, npm_lifecycle_event: "test", npm_execpath: join(place, "npm-cli.js") },
  });
  started.push(npm);
  const pid = await pidSaid(npm);
  npm.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 30_000 });
});
