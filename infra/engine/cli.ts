import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findStackFile, readStackSettings, stackOfFile } from "../graph/stack-file.ts";
import { isTold } from "../graph/told.ts";
import { pulumiBin } from "./cli/pulumi-bin.ts";
import { drill } from "./drill/drill.ts";
import type { StepReport } from "./drill/step.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const usage = `Usage: npm run engine -- <stack or stack file>… [--fail-every <n>] [--jobs <n>]

Takes stacks through their whole life with the real Pulumi engine and stand-in providers: no account, no network.

  --fail-every <n>       every n-th creation of an up fails, until none is left to fail (10)
  --interrupt-at <type>  an up is killed when the first of this type is made (the first that holds data)
  --jobs <n>             how many stacks at the same time (2)

Examples:
  npm run engine -- saas.aws.eu-west-1.flow
  npm run engine -- my/Pulumi.saas.aws.eu-west-1.flow.yaml --fail-every 5

Exit code 0 when every step passed, 1 when one did not, 2 for a wrong call or without the Pulumi CLI.`;

const lineOf = ({ title, passed, detail, seconds, output }: StepReport): string =>
  [
    `${passed ? "ok  " : "FAIL"} ${title.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`,
    ...(passed ? [] : [output]),
  ].join("\n");

interface StackArgument {
  readonly stack: string;
  readonly stackFile: string;
}

/** A stack of the examples by its name, or any by its file. Throws `RangeError` where there is none, or no stack's file. */
const stackOf = (argument: string): StackArgument => {
  const stackFile = findStackFile(argument);
  readStackSettings(stackFile);
  return { stack: stackOfFile(stackFile), stackFile };
};

const wrongCall = (why: string): number => {
  console.error(`${why}\n\n${usage}`);
  return 2;
};

const main = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h", default: false },
      "fail-every": { type: "string", default: "10" },
      "interrupt-at": { type: "string" },
      jobs: { type: "string", default: "2" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [failEvery, jobs] = [Number(values["fail-every"]), Number(values.jobs)];
  if (![failEvery, jobs].every((value) => Number.isInteger(value) && value > 0)) {
    return wrongCall("--fail-every and --jobs take a whole number above 0.");
  }
  if (positionals.length === 0) return wrongCall("Which stack?");
  const stacks = positionals.map(stackOf);
  const bin = pulumiBin();
  if (bin === undefined) {
    const { BAILIWICK_PULUMI_BIN: where } = process.env;
    console.error(
      where
        ? `BAILIWICK_PULUMI_BIN is ${where}, which has not both pulumi and pulumi-language-nodejs.`
        : "There is no Pulumi CLI here: .ci/tools/pulumi/build makes it, with Go, in about five minutes.",
    );
    return 2;
  }

  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort(new Error(signal)));
  const queue = [...stacks];
  let failed = 0;

  /** Drills stacks until none is left; with several at the same time each is printed in one piece. */
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { stack } = next;
      const lines: string[] = [];
      const print = Math.min(jobs, stacks.length) === 1 ? console.log : (line: string) => void lines.push(line);
      print(stack);
      const began = performance.now();
      const reports = await drill({
        ...{ ...next, project: root, bin, failEvery, interruptAt: values["interrupt-at"], signal: abort.signal },
        report: (step) => print(lineOf(step)),
      });
      failed += reports.filter(({ passed }) => !passed).length;
      print(`${stack}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
      if (lines.length > 0) console.log(lines.join("\n"));
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, stacks.length) }, work));
  return failed === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TypeError && "code" in error) return wrongCall(message); // parseArgs
  console.error(message);
  return isTold(error) ? 2 : 1;
});
