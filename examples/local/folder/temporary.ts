import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A folder for data that nobody keeps. Its name is one that the guardian agrees to remove. */
export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), "bailiwick-ephemeral-"));
  if (process.getuid?.() === 0) await chmod(path, 0o711); // root's Postgres runs as another user
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
};
