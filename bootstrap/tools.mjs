import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { BootstrapError } from "./problem.mjs";

/** Where `.ci/tools/<tool>/install` puts a tool unless it is told another folder. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "bailiwick/tools");

/** Programs that tests use where they find them, and what says where they are. */
const tools = [
  { name: "chromium", variable: "BAILIWICK_CHROMIUM", path: "/usr/bin/chromium" },
  { name: "moto", variable: "BAILIWICK_MOTO", path: join(cache, "moto/bin/moto_server") },
];

/**
 * Says which tests will be left out, and for want of what. Throws `BootstrapError` where `REQUIRE_TOOLS=1` allows none to be
 * left out for want of a program.
 */
export const announceLeftOut = (env = process.env) => {
  const missing = tools.filter(({ variable, path }) => !existsSync(env[variable] ?? path));
  const names = missing.map(({ name, variable }) => `${name} (${variable})`).join(", ");
  if (missing.length > 0 && env.REQUIRE_TOOLS === "1") {
    throw new BootstrapError(
      `Not found: ${names}.`,
      "Install it, or say where it is by the variable; or unset REQUIRE_TOOLS.",
    );
  }
  if (missing.length > 0) console.error(`Not found, so their tests are left out: ${names}.`);
  if (process.getuid?.() !== 0) {
    console.error(
      "Not root, so four tests are left out: two fill a disk of their own, two close root's folder to others.",
    );
  }
};
