// Makes docs/reference anew: `npm run docs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referencePages } from "./reference/pages.ts";
import { root } from "./tracked-files.ts";

for (const [path, text] of await referencePages()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}
