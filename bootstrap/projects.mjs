import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BootstrapError } from "./problem.mjs";

/** Names of the test projects, as their own files have them. */
export const projectNames = (root) => {
  const file = (...parts) => {
    const path = join(root, ...parts);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const [, list = ""] = /projects: \[([^\]]*)\]/.exec(file("vitest.config.ts")) ?? [];
  return [...list.matchAll(/"([^"]+)"/g)].flatMap(([, folder]) => {
    const found = /\bname: "([^"]+)"/.exec(file(folder, "vitest.config.ts"));
    return found === null ? [] : [found[1]];
  });
};

/** Throws `BootstrapError` for a project that does not exist; patterns are the test runner's to understand. */
export const refuseUnknownProject = (root, argv) => {
  const names = projectNames(root);
  argv.forEach((word, at) => {
    const wanted = word === "--project" ? argv[at + 1] : /^--project=(.*)$/.exec(word)?.[1];
    if (wanted === undefined || /[*!?]/.test(wanted) || names.length === 0 || names.includes(wanted)) return;
    throw new BootstrapError(`There is no test project "${wanted}".`, `Choose one of ${names.join(", ")}.`);
  });
};
