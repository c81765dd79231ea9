import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorker, workers } from "./index.ts";

/** `node edge/build/main.ts`: writes every worker to `edge/dist/` and says how large it is. */
const target = new URL("../dist/", import.meta.url);

await mkdir(target, { recursive: true });
for (const { name, code, bytes } of await Promise.all(workers.map(bundleWorker))) {
  await writeFile(new URL(`${name}.js`, target), code);
  console.log(`${fileURLToPath(new URL(`${name}.js`, target))} ${(bytes / 1024).toFixed(1)} KB`);
}
