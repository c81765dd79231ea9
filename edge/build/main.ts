import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { bundleWorker, workers } from "./index.ts";

/** `npm run build-workers`: writes every worker to `edge/dist/`, and says its path, size and SHA-256 as a stack file has them. */
const folder = new URL("../dist/", import.meta.url);

await mkdir(folder, { recursive: true });
for (const { name, code, bytes } of await Promise.all(workers.map(bundleWorker))) {
  await writeFile(new URL(`${name}.js`, folder), code);
  console.log(`path: edge/dist/${name}.js # ${(bytes / 1024).toFixed(1)} KB`);
  console.log(`sha256: ${createHash("sha256").update(code).digest("hex")}`);
}
