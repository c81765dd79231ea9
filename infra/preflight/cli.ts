// `npm run preflight -- <stack>`: what would stop a first `pulumi up`.
import { parseArgs } from "node:util";
import { policiesOfStack } from "../aws/deployer/policy-of-stack.ts";
import { captureStack } from "../graph/capture-stack.ts";
import { loadStackFile } from "../graph/load-stack-file.ts";
import { findStackFile } from "../graph/stack-file.ts";
import { runTold } from "../graph/told.ts";
import { awsAccount } from "./aws-account.ts";
import { preflight } from "./preflight.ts";

const usage = `Usage: npm run preflight -- <stack or stack file> [--offline] [--json]
       npm run preflight -- <stack or stack file> --policy

Checks configuration, quotas, permissions, names and whose account it is, before the first pulumi up. Changes nothing.
--offline checks what needs no credentials. --json prints one finding a line.
--policy prints instead the IAM policies of whoever deploys this one stack, a JSON list, to be attached as they are.

Exit status: 0 nothing is in the way, 1 something is, 2 wrong use or configuration.`;

const options = {
  offline: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  policy: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const marks = { good: "✔", bad: "✖", unknown: "?" } as const;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [given, ...more] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (given === undefined || more.length > 0) {
    console.error(usage);
    return 2;
  }
  const path = findStackFile(given);
  const loaded = await loadStackFile(path);
  if (loaded.kind === "global") {
    console.log("✔ configuration. The region-less host has no account to look into.");
    return 0;
  }
  const graph = await captureStack(path);
  if (values.policy) {
    console.log(JSON.stringify(policiesOfStack({ stamp: loaded.stamp, graph }), null, 2));
    return 0;
  }
  const account = values.offline ? {} : { account: awsAccount({ region: loaded.stamp.settings.region }) };
  const counts = { good: 0, bad: 0, unknown: 0 };
  for await (const { state, what, act } of preflight({ stamp: loaded.stamp, graph, ...account })) {
    counts[state] += 1;
    if (values.json) console.log(JSON.stringify({ state, what, act }));
    else console.log(`${marks[state]} ${what}${act === undefined ? "" : `\n  ${act}`}`);
  }
  if (!values.json) console.log(`\n${summary(counts)}`);
  return counts.bad > 0 ? 1 : 0;
};

const summary = ({ bad, unknown }: Readonly<Record<"bad" | "unknown", number>>): string =>
  [
    bad === 0 ? "Nothing is known to be in the way" : `${bad} in the way`,
    ...(unknown === 0 ? [] : [`${unknown} not known`]),
  ].join(", ");

await runTold(main);
