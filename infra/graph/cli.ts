// `npm run graph -- <stack>`: the resources of a stack, without a cloud.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { captureStack } from "./capture-stack.ts";
import { exampleStackNames, goldenPath } from "./examples.ts";
import { goldenText } from "./golden.ts";
import { type Verdict, verdictsOn } from "./judge.ts";
import { loadStackFile } from "./load-stack-file.ts";
import { jsonText, mermaidText, tableText } from "./render.ts";
import { findStackFile } from "./stack-file.ts";
import { runTold } from "./told.ts";

const usage = `Usage: npm run graph -- <stack or stack file> [--json | --mermaid | --yaml | --judge]
       npm run graph -- --golden        writes infra/graph/golden anew

Prints every resource that a stack would have, from its configuration alone: no account, no network. In the table, "protect"
is what pulumi refuses to delete, "retain" what stays in the account when the stack is gone.
--judge prints instead which promises the graph keeps, and what breaks the others; exit status 1 when one is broken.

Examples:
  npm run graph -- saas.aws.us-east-1.flow
  npm run graph -- my/Pulumi.saas.aws.eu-west-1.flow.yaml --mermaid
  npm run --silent graph -- saas.aws.us-east-1.flow --json > graph.json

Examples that are there:
${exampleStackNames.map((name) => `  ${name}`).join("\n")}`;

const options = {
  json: { type: "boolean", default: false },
  mermaid: { type: "boolean", default: false },
  yaml: { type: "boolean", default: false },
  judge: { type: "boolean", default: false },
  golden: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [stack, ...more] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.golden && stack === undefined) return writeGolden();
  const forms = [values.json, values.mermaid, values.yaml, values.judge, values.golden].filter(Boolean).length;
  if (stack === undefined || more.length > 0 || forms > 1 || values.golden) {
    console.error(`${complaint(stack, more, values.golden)}\n\n${usage}`);
    return 2;
  }
  const path = findStackFile(stack);
  const graph = await captureStack(path);
  if (values.judge) return printVerdicts(verdictsOn(graph, await loadStackFile(path)));
  const render = values.json ? jsonText : values.mermaid ? mermaidText : values.yaml ? goldenText : tableText;
  console.log(render(graph));
  for (const warning of graph.warnings) console.error(`warning: ${warning}`);
  return 0;
};

const printVerdicts = (verdicts: readonly Verdict[]): number => {
  for (const { id, promise, findings } of verdicts) {
    console.log(`${findings.length === 0 ? "✔" : "✖"} ${id}: ${promise}`);
    for (const { resource, wrong } of findings) console.log(`    ${resource} ${wrong}.`);
  }
  return verdicts.some(({ findings }) => findings.length > 0) ? 1 : 0;
};

const complaint = (stack: string | undefined, more: readonly string[], golden: boolean): string => {
  if (golden) return "--golden takes no stack and no form: it writes those of the examples.";
  if (stack === undefined) return "Which stack?";
  return more.length > 0 ? "One stack at a time." : "One form at a time.";
};

const writeGolden = async (): Promise<number> => {
  for (const stack of exampleStackNames) {
    const path = goldenPath(stack);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, goldenText(await captureStack(stack)));
    console.log(stack);
  }
  return 0;
};

await runTold(main);
