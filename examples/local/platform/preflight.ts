import { existsSync } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { LocalFailure } from "../failure.ts";
import type { Paths } from "../folder/paths.ts";

/** For the data, logs and compiled code of a first start, and to go on with what is there. */
const neededMegabytes = { first: 400, later: 60 } as const;
const neededNode = 24;

/** What can be wrong with the machine, before anything is done to it. Throws `LocalFailure` for the first that is. */
export const checkMachine = async ({ root, instance }: Paths): Promise<void> => {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < neededNode) {
    throw new LocalFailure({
      code: "node-too-old",
      message: `Node ${neededNode} or newer is needed; this is ${process.versions.node}.`,
      suggestion: "npm start brings its own: use that, or install Node 24.",
    });
  }
  const parent = dirname(root);
  await mkdir(parent, { recursive: true });
  const { bavail, bsize } = await statfs(parent);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  const needed = existsSync(instance) ? neededMegabytes.later : neededMegabytes.first;
  if (free < needed) {
    throw new LocalFailure({
      code: "disk-full",
      message: `Only ${free} MB are free on the disk of ${parent}; ${needed} MB are needed.`,
      suggestion: "Free some space, then start again.",
    });
  }
};
