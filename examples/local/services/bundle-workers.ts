import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleWorker, type WorkerName } from "@bailiwick/edge/build";

/**
 * `node bundle-workers.ts <folder>`: writes the workers that run on workerd. A process of its own, because the bundler
 * keeps a helper process and 40 MB for as long as its caller lives.
 */
const [folder = "."] = process.argv.slice(2);
const names: readonly WorkerName[] = ["regional.workerd", "global", "redirect.workerd"];
for (const { name, code } of await Promise.all(names.map(bundleWorker)))
  await writeFile(join(folder, `${name}.js`), code);
