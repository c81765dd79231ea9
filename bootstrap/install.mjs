import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { broughtNode, isNewEnough } from "./node.mjs";
import { BootstrapError } from "./problem.mjs";
import { takeTurn } from "./turn.mjs";

/**
 * Brings node_modules to what package-lock.json names; does nothing, and touches no network, while it is there already.
 * Install scripts never run: no dependency needs one, and none gets the chance. Throws `BootstrapError`.
 */
export const ensureInstalled = async (root) => {
  if (isInstalled(root)) return;
  const release = await takeTurn(root);
  try {
    if (isInstalled(root)) return; // somebody else did it while we waited
    if (!isComplete(root)) await npmCi(root);
    writeFileSync(stampOf(root), wanted(root));
  } finally {
    release();
  }
};

/** Whether the last installation was by the present lock file, on this platform. */
export const isInstalled = (root) => {
  try {
    return readFileSync(stampOf(root), "utf8") === wanted(root);
  } catch {
    return false;
  }
};

const stampOf = (root) => join(root, "node_modules", ".bailiwick-lock");

const wanted = (root) => {
  const lockFile = readFileSync(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lockFile).digest("hex")} ${process.platform}-${process.arch}`;
};

/**
 * Whether npm was here before us, by `npm ci` or `npm install` of the same lock file: then a machine without a network can
 * go on. npm writes what it has installed into node_modules/.package-lock.json, as its last act.
 */
const isComplete = (root) => {
  try {
    const { packages: locked } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    const { packages: installed } = JSON.parse(readFileSync(join(root, "node_modules/.package-lock.json"), "utf8"));
    const same = Object.entries(locked).every(([path, one]) => {
      const found = installed[path];
      if (!path.includes("node_modules/")) return true; // the root and the workspaces, which are linked
      if (found === undefined) return one.optional === true || one.devOptional === true || one.peer === true;
      return found.version === one.version && found.integrity === one.integrity && found.link === one.link;
    });
    return same && (isNewEnough() || broughtNode(root) !== undefined);
  } catch {
    return false;
  }
};

const npmCi = (root) =>
  new Promise((resolve, reject) => {
    console.error("Installing the packages of package-lock.json (once, and again when it changes) …");
    const started = Date.now();
    // Whatever the user's own npm settings leave out, the tests and the platform's binaries need.
    const include = ["--include=dev", "--include=optional"];
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...include];
    const { command, before, shell } = findNpm();
    const child = spawn(command, [...before, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const kill = () => child.kill();
    process.once("exit", kill);
    child.once("error", (error) => reject(failed(`npm could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      process.off("exit", kill);
      if (code !== 0) return reject(failed(`npm ci ended with ${code ?? signal}:\n${output.trim()}`));
      console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
      resolve();
    });
  });

/** The npm that runs us where there is one, else the one on PATH. */
export const findNpm = () => {
  const script = process.env.npm_execpath;
  const ours = script !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script);
  const windows = process.platform === "win32";
  const found = ours
    ? { command: process.execPath, before: [script], shell: false }
    : { command: windows ? "npm.cmd" : "npm", before: [], shell: windows };
  const version = () => {
    const { status, stdout } = spawnSync(found.command, [...found.before, "--version"], { shell: found.shell });
    return status === 0 ? stdout.toString().trim() : undefined;
  };
  return { ...found, version };
};

const failed = (message) =>
  new BootstrapError(
    message,
    "Run `npm ci --ignore-scripts` to see all of npm's output; it needs the npm registry this once.",
  );
