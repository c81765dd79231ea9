import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Where root's Postgres keeps its data when the platform's folder is closed to the user it runs as. */
const outside = "/var/lib/bailiwick";
/** File there that names the platform's folder. */
const origin = "origin";

/**
 * Folder for the data of Postgres. Postgres does not run as root, and root's clone may be in a folder that nobody else
 * can enter, as `/root` is: then the data go to a folder of their own under `/var/lib/bailiwick`.
 */
export const postgresFolder = async (root: string, region: string): Promise<string> => {
  const parent = (await isOpen(root)) ? join(root, "regions", region) : join(outsideOf(root), region);
  await mkdir(parent, { recursive: true });
  if (parent.startsWith(`${outside}/`)) {
    for (const path of [outside, dirname(parent), parent]) await chmod(path, 0o711);
    await writeFile(join(dirname(parent), origin), root);
    await sweep();
  }
  return join(parent, "postgres");
};

/** The data folders of Postgres that a platform has, wherever they are. */
export const postgresFolders = async (root: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const parent of [join(root, "regions"), outsideOf(root)]) {
    for (const region of await readdir(parent).catch(() => [])) {
      const folder = join(parent, region, "postgres");
      if (existsSync(folder)) found.push(folder);
    }
  }
  return found;
};

/** Removes what `postgresFolder` may have made outside of the platform's folder. */
export const removeOutside = async (root: string): Promise<void> => {
  if (process.getuid?.() === 0) await rm(outsideOf(root), { recursive: true, force: true });
};

/** Removes the data of platforms whose own folder was deleted by hand: nobody has their keys any more. */
const sweep = async (): Promise<void> => {
  for (const name of await readdir(outside)) {
    const root = await readFile(join(outside, name, origin), "utf8").catch(() => undefined);
    if (root !== undefined && !existsSync(root)) await rm(join(outside, name), { recursive: true, force: true });
  }
};

const outsideOf = (root: string): string =>
  join(outside, createHash("sha256").update(resolve(root)).digest("hex").slice(0, 16));

const isOpen = async (path: string): Promise<boolean> => {
  if (process.getuid?.() !== 0) return true;
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return false;
  }
  return true;
};
