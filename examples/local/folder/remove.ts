import { randomBytes } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Paths } from "./paths.ts";
import { removeOutside } from "./reachable.ts";

const mark = ".removed-";

/**
 * Takes the folder of a platform away in one step, with the lock that is in it. The caller holds that lock: a start that comes
 * meanwhile finds the platform locked, or no platform at all, and never half of one.
 */
export const removeFolder = async ({ root }: Paths): Promise<void> => {
  const parent = dirname(root);
  await removeOutside(root);
  await rename(root, join(parent, `.${basename(root)}${mark}${randomBytes(4).toString("hex")}`));
  // With what an earlier removal, killed in the middle, has left.
  for (const name of await readdir(parent)) {
    if (!name.startsWith(".") || !name.includes(mark)) continue;
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
};
