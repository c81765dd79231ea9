import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./npm-process.mjs";
import { BootstrapError } from "./problem.mjs";

/** Longer than any installation; pids are used again, so a live pid alone proves nothing. */
const longestMs = 30 * 60_000;

/**
 * Waits until nobody else installs in this folder and answers what ends our turn: two commands typed at once must not run
 * `npm ci` into each other. The turn of a process that is gone is taken over. Throws `BootstrapError` where the folder
 * cannot be written.
 */
export const takeTurn = async (root) => {
  const place = join(root, ".bailiwick-install");
  const turn = join(place, "turn");
  for (let told = false; ; await sleep(200)) {
    try {
      mkdirSync(place, { recursive: true });
      mkdirSync(turn);
      writeFileSync(join(turn, "pid"), String(process.pid));
      return endAtExit(place, turn);
    } catch (error) {
      if (error.code !== "EEXIST" && error.code !== "ENOENT") throw unwritable(root, error);
    }
    const owner = ownerOf(turn);
    if (isAbandoned(turn, owner)) setAside(place, turn, owner);
    else if (!told) {
      console.error("Waiting for another installation in this folder to finish.");
      told = true;
    }
  }
};

/** Ctrl+C during the installation must not leave the turn behind. */
const endAtExit = (place, turn) => {
  const release = () => {
    rmSync(turn, { recursive: true, force: true });
    removeRemains(place);
  };
  const stop = () => process.exit(130);
  process.on("exit", release).on("SIGINT", stop).on("SIGTERM", stop);
  return () => {
    process.off("exit", release).off("SIGINT", stop).off("SIGTERM", stop);
    release();
  };
};

const ownerOf = (turn) => {
  try {
    return Number.parseInt(readFileSync(join(turn, "pid"), "utf8"), 10);
  } catch {
    return undefined;
  }
};

const isAbandoned = (turn, owner) => {
  try {
    const age = Date.now() - statSync(turn).mtimeMs;
    // Between making the folder and writing the pid there is a moment; longer than that, its maker has died.
    if (!Number.isSafeInteger(owner)) return age > 5000;
    return age > longestMs || !isAlive(owner);
  } catch {
    return false; // it has just been given up
  }
};

/** Of several that see an abandoned turn only one can rename it; the name stays taken, so that a late one moves no new turn. */
const setAside = (place, turn, owner) => {
  try {
    renameSync(turn, join(place, `abandoned-${owner}`));
  } catch {
    // somebody else was faster
  }
};

/** What was set aside goes first, then the place, unless the next turn is in it already. */
const removeRemains = (place) => {
  try {
    for (const name of readdirSync(place)) {
      if (name.startsWith("abandoned-")) rmSync(join(place, name), { recursive: true, force: true });
    }
    rmdirSync(place);
  } catch {
    // the next turn's release does it
  }
};

const unwritable = (root, error) =>
  new BootstrapError(
    `Cannot write into ${root}: ${error.code}.`,
    "Make the folder writable for this user and run the command again.",
  );
