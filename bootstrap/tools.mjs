import { existsSync } from "node:fs";
import { BootstrapError } from "./problem.mjs";

/** Programs that tests use where they find them, and what says where they are. */
const tools = [{ name: "chromium", variable: "BAILIWICK_CHROMIUM", path: "/usr/bin/chromium" }];

/**
 * Says in one line which tests will be left out for want of a program. Throws `BootstrapError` instead where
 * `REQUIRE_TOOLS=1` allows nothing to be left out.
 */
export const announceMissingTools = (env = process.env) => {
  const missing = tools.filter(({ variable, path }) => !existsSync(env[variable] ?? path));
  if (missing.length === 0) return;
  const names = missing.map(({ name, variable }) => `${name} (${variable})`).join(", ");
  if (env.REQUIRE_TOOLS === "1") {
    throw new BootstrapError(
      `Not found: ${names}.`,
      "Install it, or say where it is by the variable; or unset REQUIRE_TOOLS.",
    );
  }
  console.error(`Not found, so their tests are left out: ${names}.`);
};
