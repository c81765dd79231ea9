import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { RegionSecrets } from "./ensure.ts";
import { SecretsRefused } from "./refused.ts";

/**
 * Leaves what the worker needs in `folder`, one file a secret, for its owner alone. A platform that reads the secrets of a task
 * before the first of its containers has run cannot give the worker what that container makes. What lies there already is
 * replaced and never written into. Throws `SecretsRefused` for a folder of somebody else, or what only leads to a folder.
 */
export const writeWorkerFiles = async (folder: string, { worker }: Pick<RegionSecrets, "worker">): Promise<void> => {
  const own = resolve(folder);
  await keepToItself(own);
  for (const [name, value] of Object.entries(worker)) {
    const fresh = join(own, `.${name}.${randomBytes(8).toString("hex")}`);
    try {
      await writeFile(fresh, value, { mode: 0o600, flag: "wx" });
      await rename(fresh, join(own, name));
    } finally {
      await rm(fresh, { force: true });
    }
  }
};

/** Makes the folder where there is none; nobody but its owner may look into it, or put anything there. */
const keepToItself = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new SecretsRefused(`The folder ${folder} for the worker's secrets cannot be made.`, { cause: error });
  });
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch((error: unknown) => {
    throw new SecretsRefused(`The folder ${folder} for the worker's secrets is a link, or closed to this process.`, {
      cause: error,
    });
  });
  try {
    const { uid } = await handle.stat();
    if (uid !== process.geteuid?.()) {
      throw new SecretsRefused(`The folder ${folder} for the worker's secrets belongs to another user.`);
    }
    await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
};
