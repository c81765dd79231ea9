import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RegionSecrets } from "./ensure.ts";

/**
 * Leaves what the worker needs in `folder`, one file a secret, for its owner alone. A platform that reads the secrets of a task
 * before the first of its containers has run cannot give the worker what that container makes.
 */
export const writeWorkerFiles = async (folder: string, { worker }: RegionSecrets): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, value] of Object.entries(worker)) {
    const fresh = join(folder, `.${name}`);
    await writeFile(fresh, value, { mode: 0o600 });
    await rename(fresh, join(folder, name));
  }
};
