// `npm run graph -- <stack>`: the resources of a stack, without a cloud.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../config/config-error.ts";
import { captureStack } from "./capture-stack.ts";
import { exampleStackNames, goldenPath } from "./examples.ts";
import { goldenText } from "./golden.ts";
import { jsonText, mermaidText, tableText } from "./render.ts";

const usage = `Usage: npm run graph -- <stack or stack file> [--json | --mermaid | --yaml]
       npm run graph -- --golden        writes infra/graph/golden anew

Prints every resource that a stack would have, from its configuration alone: no account, no network.

Examples:
  npm run graph -- saas.aws.us-east-1.flow
  npm run graph -- my/Pulumi.saas.aws.eu-west-1.flow.yaml --mermaid

Examples that are there:
${exampleStackNames.map((name) => `  ${name}`).join("\n")}`;

const options = {
  json: { type: "boolean", default: false },
  mermaid: { type: "boolean", default: false },
  yaml: { type: "boolean", default: false },
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
  if (values.golden) return writeGolden();
  if (stack === undefined || more.length > 0) {
    console.error(usage);
    return 2;
  }
  const graph = await captureStack(stack);
  const render = values.json ? jsonText : values.mermaid ? mermaidText : values.yaml ? goldenText : tableText;
  console.log(render(graph));
  return 0;
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

/** What a person can mend is told in sentences; everything else keeps its stack. */
const isSaid = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof RangeError ||
  (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));

try {
  process.exitCode = await main();
} catch (error) {
  if (!isSaid(error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
