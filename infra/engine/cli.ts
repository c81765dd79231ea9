import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pulumiBin } from "./cli/pulumi-bin.ts";
import { drill } from "./drill/drill.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `npm run engine -- <stack>…`: exit code 0 when every step passed, 1 when one did not, 2 for a wrong call. */
const main = async (stacks: readonly string[]): Promise<number> => {
  if (stacks.length === 0) {
    console.error("Which stack? npm run engine -- <stack>, a file of examples/stacks without Pulumi. and .yaml");
    return 2;
  }
  const bin = pulumiBin();
  if (bin === undefined) {
    console.error("There is no Pulumi CLI here: .ci/tools/pulumi/build makes it, with Go, in about five minutes.");
    return 2;
  }
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort(new Error(signal)));
  let failed = 0;
  for (const stack of stacks) {
    const stackFile = `${root}examples/stacks/Pulumi.${stack}.yaml`;
    if (!existsSync(stackFile)) {
      console.error(`There is no ${stackFile}.`);
      return 2;
    }
    console.log(stack);
    const began = performance.now();
    const reports = await drill({
      project: root,
      stack,
      stackFile,
      bin,
      signal: abort.signal,
      report: ({ title, passed, detail, seconds, output }) => {
        console.log(`${passed ? "ok  " : "FAIL"} ${title.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`);
        if (!passed) console.log(output);
      },
    });
    failed += reports.filter(({ passed }) => !passed).length;
    console.log(`${stack}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  return failed === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
