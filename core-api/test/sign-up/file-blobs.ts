import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BlobStore } from "../../src/platform/blob/index.ts";

/** Blobs as files, so that a process that is killed leaves behind what it wrote. */
export const fileBlobs = (folder: string): BlobStore => ({
  async put(name, bytes) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  },
  async get(name, unlessEtag) {
    try {
      const bytes = new Uint8Array(readFileSync(join(folder, name)));
      const etag = createHash("sha256").update(bytes).digest("hex");
      return etag === unlessEtag ? "unchanged" : { bytes, etag };
    } catch {
      return undefined;
    }
  },
  async delete(name) {
    rmSync(join(folder, name), { force: true });
  },
});
