// Prints the `sh` blocks marked `run` of the given pages, one JSON string a line: what CI executes.
import { readFileSync } from "node:fs";

const block = /^```sh run *\n([\s\S]*?)^```/gm;

for (const page of process.argv.slice(2)) {
  for (const [, text] of readFileSync(page, "utf8").matchAll(block)) console.log(JSON.stringify(text.trim()));
}
