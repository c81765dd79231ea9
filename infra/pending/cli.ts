// `npm run pending -- <state file>`: what an interrupted `pulumi up` may have made without writing it down.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { importFile, pendingCreations, placeholder } from "./import-file.ts";

const usage = `Usage: npm run pending -- <file written by pulumi stack export --file>

Prints an import file for what an interrupted pulumi up had begun to make, and says on standard error what to look for.
docs/operate/interrupted-up.md says what to do with it.

Exit status: 0 done, also when nothing is pending, 2 wrong use.`;

const main = (): number => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h", default: false } },
  });
  const [path, ...more] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (path === undefined || more.length > 0) {
    console.error(usage);
    return 2;
  }
  const creations = pendingCreations(JSON.parse(readFileSync(path, "utf8")));
  if (creations.length === 0) {
    console.error("Nothing is pending.");
    return 0;
  }
  console.error(`Begun, and perhaps made. Put the id of each into its ${placeholder}; take out what does not exist:`);
  for (const { type, name, calledInCloud = "(no name)" } of creations)
    console.error(`  ${name.padEnd(48)} ${type.padEnd(48)} ${calledInCloud}`);
  console.log(JSON.stringify(importFile(creations), undefined, 2));
  return 0;
};

try {
  process.exitCode = main();
} catch (error) {
  // What is wrong with the call or the file; a list of a schema's complaints helps nobody.
  const why = error instanceof Error && error.name !== "ZodError" ? error.message : "That is no exported state.";
  console.error(`${why}\n\n${usage}`);
  process.exitCode = 2;
}
