import { grantsOfStack } from "../aws/deployer/policy-of-stack.ts";
import { simulationsOf } from "../aws/deployer/simulation.ts";
import { stackNameText } from "../config/stack-name.ts";
import type { AwsStamp } from "../config/stamp-facts.ts";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { verdictsOn } from "../graph/judge.ts";
import type { Account } from "./account.ts";
import { placeholdersIn } from "./placeholders.ts";
import { quotas } from "./quotas.ts";

/** `unknown`: nobody here can tell; the deployment itself will. */
export interface Finding {
  readonly state: "good" | "bad" | "unknown";
  readonly what: string;
  /** What to do about it. */
  readonly act?: string;
}

export interface PreflightOptions {
  readonly stamp: AwsStamp;
  readonly graph: CapturedGraph;
  /** Absent: only what needs no credentials is checked. */
  readonly account?: Account;
}

/** Looks for what would stop a first `pulumi up`, and changes nothing. */
export const preflight = async function* ({ stamp, graph, account }: PreflightOptions): AsyncGenerator<Finding> {
  const { settings, stack } = stamp;
  const resources = graph.resources.filter(({ custom }) => custom).length;
  yield good(`configuration of ${stackNameText(stack)}: ${resources} resources`);
  yield* placeholders(stamp);
  yield* promises(stamp, graph);
  if (account === undefined) {
    yield* offlineQuotas(graph);
    yield unknown("account, quotas, permissions and names", "give AWS credentials to check them");
    return;
  }
  let caller: string;
  try {
    caller = await account.callerAccount();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield bad(`AWS cannot be asked: ${reason}`, "give credentials that it takes, or look with --offline");
    return;
  }
  if (caller === settings.accountId) yield good(`account ${caller}`);
  else {
    yield bad(`the credentials belong to account ${caller}, the stack to ${settings.accountId}`, "use the stack's own");
    return; // what another account has says nothing
  }
  yield* accountQuotas(graph, account);
  yield* permissions(stamp, graph, account);
  yield* names(stamp, graph, account);
};

const good = (what: string): Finding => ({ state: "good", what });
const bad = (what: string, act: string): Finding => ({ state: "bad", what, act });
const unknown = (what: string, act: string): Finding => ({ state: "unknown", what, act });

/** Values that were copied from an example and are nobody's. */
const placeholders = function* (stamp: AwsStamp): Generator<Finding> {
  for (const { path, value } of placeholdersIn(stamp)) {
    yield unknown(`${path} is an example's: ${value}`, "put your own");
  }
};

/** What the graph of this stack breaks of what every graph must keep. */
const promises = function* (stamp: AwsStamp, graph: CapturedGraph): Generator<Finding> {
  const verdicts = verdictsOn(graph, { kind: "stamp", stamp });
  const broken = verdicts.flatMap(({ findings }) => findings);
  for (const { resource, wrong } of broken)
    yield bad(`${resource} ${wrong}`, "npm run graph -- <stack> --judge tells more");
  if (broken.length === 0) yield good(`${verdicts.length} promises of every graph: npm run graph -- <stack> --judge`);
};

const offlineQuotas = function* (graph: CapturedGraph): Generator<Finding> {
  for (const { name, used, initial } of quotas) {
    const need = used(graph);
    if (need === 0) continue;
    if (need <= initial) yield good(`${name}: ${need} of a new account's ${initial}`);
    else yield unknown(`${name}: ${need}, and a new account has ${initial}`, "ask AWS for more before the first up");
  }
};

const accountQuotas = async function* (graph: CapturedGraph, account: Account): AsyncGenerator<Finding> {
  for (const { name, service, code, used } of quotas) {
    const need = used(graph);
    if (need === 0) continue;
    const has = await account.quota(service, code);
    if (has === undefined) yield unknown(`${name}: ${need} needed`, `look at quota ${code} of ${service}`);
    else if (need <= has) yield good(`${name}: ${need} of ${has}, what is in use already not counted`);
    else yield bad(`${name}: ${need} needed, the account has ${has}`, `ask for more: quota ${code} of ${service}`);
  }
};

const permissions = async function* (stamp: AwsStamp, graph: CapturedGraph, account: Account): AsyncGenerator<Finding> {
  const requests = simulationsOf(grantsOfStack({ stamp, graph }));
  const actions = new Set(requests.flatMap((request) => request.actions)).size;
  const policy = "npm run preflight -- <stack> --policy prints what the deployer needs";
  const refused = await account.refused(requests);
  if (refused === undefined) yield unknown(`${actions} permissions`, policy);
  else if (refused.length === 0) yield good(`${actions} permissions`);
  else yield bad(`the caller may not: ${refused.join(", ")}`, policy);
};

const names = async function* (stamp: AwsStamp, graph: CapturedGraph, account: Account): AsyncGenerator<Finding> {
  for (const { inputs } of ofType(graph, "aws:s3/bucket:Bucket")) {
    const name = String(inputs.bucket);
    const taken = await account.bucketTaken(name);
    if (taken === undefined) yield unknown(`bucket ${name}`, "S3 did not say whether the name is free: try again");
    else if (taken) {
      yield bad(
        `bucket ${name} is there already`,
        `it is this stack's, or change nameSalt (now ${stamp.settings.nameSalt})`,
      );
    } else yield good(`bucket ${name} is free`);
  }
};
