// Does what the given pages tell a reader to do: runs their `sh` blocks that are marked `run`, from top to bottom.
// Ends with how many were good; status 1 when one was not. Node built-ins only: it runs before anything is installed.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startBackground } from "./docs-runner/background.mjs";
import { runBlocksOf } from "./docs-runner/blocks.mjs";
import { openTerminal } from "./docs-runner/foreground.mjs";
import { countTests } from "./docs-runner/test-counts.mjs";

const { positionals: pages, values } = parseArgs({ allowPositionals: true, options: { result: { type: "string" } } });
const tally = { passed: 0, failed: 0 };
let background;

const stopBackground = async () => {
  const left = await background?.stop();
  background = undefined;
  if (left !== undefined) note(left.length === 0, `stop: ${left.length === 0 ? "nothing left" : left.join("; ")}`);
};

const note = (good, what) => {
  tally[good ? "passed" : "failed"] += 1;
  console.log(`\n${good ? "ok  " : "FAIL"} ${what}`);
};

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void stopBackground().then(() => process.exit(1)));

for (const page of pages) {
  const blocks = runBlocksOf(readFileSync(page, "utf8"));
  const terminal = openTerminal();
  for (const { text, line, options } of blocks) {
    const where = `${page}:${line} ${text.split("\n")[0]}`;
    const began = Date.now();
    const seconds = () => `(${((Date.now() - began) / 1000).toFixed(1)} s)`;
    console.log(`\n-- ${where}`);
    if (options.until !== undefined) {
      background = await startBackground(text, options.until);
      note(background.ready, `${where} ${seconds()}`);
      for (const command of options.printed === undefined ? [] : background.printed(/^\s*(curl .*)$/gm)) {
        const { output } = await terminal.run(command);
        note(output.includes(options.printed), `as printed: ${command}`);
      }
      continue;
    }
    if (options.alone) await stopBackground();
    const { status, output } = await terminal.run(text);
    const missing = options.expect.filter((part) => !output.includes(part));
    const tests = countTests(output);
    tally.passed += tests.passed;
    tally.failed += tests.failed;
    for (const part of missing) console.log(`     it did not say: ${part}`);
    note(status === 0 && missing.length === 0, `${where} ${seconds()}`);
  }
  await stopBackground();
  terminal.close();
}

console.log(`\ndocs: ${tally.passed} passed, ${tally.failed} failed`);
if (values.result !== undefined) writeFileSync(values.result, `${tally.passed} ${tally.failed}\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
