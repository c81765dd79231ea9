import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Something the user can mend: one sentence that says what is wrong, one that says what to do. */
export class BootstrapError extends Error {
  constructor(message, suggestion) {
    super(message);
    this.name = "BootstrapError";
    this.suggestion = suggestion;
  }
}

/**
 * Brings node_modules to what package-lock.json names; does nothing, and touches no network, while the lock file is the one
 * that was installed last. Install scripts never run: no dependency needs one, and none gets the chance.
 */
export const ensureInstalled = async (root) => {
  const lockFile = readFileSync(join(root, "package-lock.json"));
  const wanted = `${createHash("sha256").update(lockFile).digest("hex")} ${process.platform}-${process.arch}`;
  if (isInstalled(root, wanted)) return;
  const release = await takeTurn(root);
  try {
    if (isInstalled(root, wanted)) return; // somebody else did it while we waited
    await npmCi(root);
    writeFileSync(stampOf(root), wanted);
  } finally {
    release();
  }
};

const stampOf = (root) => join(root, "node_modules", ".bailiwick-lock");

const isInstalled = (root, wanted) => {
  try {
    return readFileSync(stampOf(root), "utf8") === wanted;
  } catch {
    return false;
  }
};

/** Two commands typed at once must not run `npm ci` into each other. The turn of a process that is gone is taken over. */
const takeTurn = async (root) => {
  const turn = join(root, ".bailiwick-install");
  const owner = join(turn, "pid");
  for (let told = false; ; await sleep(200)) {
    try {
      mkdirSync(turn);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(turn, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw unwritable(root, error);
    }
    if (isAbandoned(turn, owner)) rmSync(turn, { recursive: true, force: true });
    else if (!told) {
      console.error("Waiting for another install in this folder to finish.");
      told = true;
    }
  }
};

const isAbandoned = (turn, owner) => {
  try {
    process.kill(Number.parseInt(readFileSync(owner, "utf8"), 10), 0);
    return false;
  } catch (error) {
    if (error.code === "EPERM") return false;
    if (error.code === "ESRCH") return true;
  }
  // Between making the folder and writing the pid there is a moment; longer than that, its maker has died.
  try {
    return Date.now() - statSync(turn).mtimeMs > 5000;
  } catch {
    return false;
  }
};

const unwritable = (root, error) =>
  new BootstrapError(
    `Cannot write into ${root}: ${error.code}.`,
    "Make the folder writable for this user and run the command again.",
  );

const npmCi = (root) =>
  new Promise((resolve, reject) => {
    console.error("Installing dependencies (once, and again when package-lock.json changes) …");
    const started = Date.now();
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { command, before, shell } = npm();
    const child = spawn(command, [...before, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => reject(failed(`npm could not be started: ${error.message}`)));
    child.once("exit", (code) => {
      if (code !== 0) return reject(failed(`npm ci ended with ${code}:\n${output.trim()}`));
      console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
      resolve();
    });
  });

/** The npm that runs us where there is one, else the one on PATH. */
const npm = () => {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script)) {
    return { command: process.execPath, before: [script], shell: false };
  }
  return process.platform === "win32"
    ? { command: "npm.cmd", before: [], shell: true }
    : { command: "npm", before: [], shell: false };
};

const failed = (message) =>
  new BootstrapError(
    message,
    "Run `npm ci --ignore-scripts` to see all of npm's output; it needs the npm registry this once.",
  );
