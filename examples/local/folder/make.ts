import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Paths } from "./paths.ts";

/** Root's Postgres runs as another user, who must get through to its own folder but needs to list none. */
const mode = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Makes the platform's own folder, for the lock, and keeps it out of Git wherever it is. */
export const makeRoot = async ({ root }: Paths): Promise<void> => {
  await mkdir(dirname(root), { recursive: true });
  await mkdir(root, { recursive: true, mode });
  const ignore = join(root, ".gitignore");
  await access(ignore).catch(() => writeFile(ignore, "*\n"));
};

/** Makes the folders of a platform, unreadable for others. */
export const makeFolders = async (paths: Paths, regions: readonly string[]): Promise<void> => {
  await mkdir(join(paths.root, "regions"), { recursive: true, mode });
  for (const folder of [paths.logs, paths.authority.folder, paths.workers, paths.compileCache, paths.global]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  for (const id of regions) {
    const region = paths.region(id);
    await mkdir(region.folder, { recursive: true, mode });
    for (const folder of [region.blobs, region.edge]) await mkdir(folder, { recursive: true, mode: 0o700 });
  }
};
