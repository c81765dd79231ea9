import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { findNpm } from "./install.mjs";
import { isNewEnough, neededMajor } from "./node.mjs";

const neededMegabytes = 2000;

/** Looks at the machine before anything is installed; changes nothing. Answers the exit status, 1 when something must be mended. */
export const doctor = (root) => {
  const findings = [node(), npm(), folder(root), disk(root), installation(root)];
  for (const { good, what, advice } of findings) {
    console.log(`  ${good ? "✔" : "!"} ${what}`);
    if (advice !== undefined) console.log(`      ${advice}`);
  }
  return findings.every(({ good }) => good) ? 0 : 1;
};

const node = () => {
  const what = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
  return isNewEnough()
    ? { good: true, what }
    : { good: true, what, advice: `npm brings Node ${neededMajor} for the rest.` };
};

const npm = () => {
  const version = findNpm().version();
  if (version !== undefined) return { good: true, what: `npm ${version}` };
  return { good: false, what: "npm is not on PATH", advice: "Install it with Node, from https://nodejs.org." };
};

const folder = (root) => {
  try {
    accessSync(root, constants.W_OK);
    return { good: true, what: `${root} can be written` };
  } catch {
    return {
      good: false,
      what: `${root} cannot be written`,
      advice: "Give this user the right, or clone it elsewhere.",
    };
  }
};

const disk = (root) => {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  const what = `${free} MB of disk free`;
  if (free >= neededMegabytes) return { good: true, what };
  return { good: false, what, advice: `The packages and the first start want ${neededMegabytes} MB.` };
};

const installation = (root) => ({
  good: true,
  what: existsSync(join(root, "node_modules"))
    ? "The installed packages are not those of package-lock.json"
    : "The packages are not installed",
  advice: "npm start installs them, once, from the npm registry.",
});
