// Makes docs/reference and examples/stacks anew: `npm run docs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referencePages } from "./reference/pages.ts";
import { stackFiles } from "./reference/stacks.ts";
import { root } from "./tracked-files.ts";

for (const [path, text] of [...(await referencePages()), ...stackFiles()]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}
