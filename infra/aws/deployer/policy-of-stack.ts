import { stackNameText } from "../../config/stack-name.ts";
import type { AwsStamp } from "../../config/stamp-facts.ts";
import type { CapturedGraph } from "../../graph/captured.ts";
import { arnsOf } from "../arn.ts";
import type { PolicyDocument } from "../policies/document.ts";
import type { Grant } from "../policies/grant.ts";
import { deployerGrants } from "./grants.ts";
import { splitPolicies } from "./split.ts";

export interface DeployedStack {
  readonly stamp: AwsStamp;
  readonly graph: Pick<CapturedGraph, "resources">;
}

/** What who runs `pulumi up` for this one stack must be allowed: for the types that it has, on its own names and tags. */
export const grantsOfStack = ({ stamp: { stack, settings, facts }, graph }: DeployedStack): readonly Grant[] => {
  const types = graph.resources.filter(({ custom }) => custom).map(({ type }) => type);
  return deployerGrants(types, {
    arns: arnsOf(settings),
    name: stack.name,
    stack: stackNameText(stack),
    copyRegions: facts.backupCopyRegion === undefined ? [] : [facts.backupCopyRegion],
    givenKeys: "adopt" in settings.keys ? [...new Set(Object.values(settings.keys.adopt))] : [],
  });
};

/** The same as managed policies for IAM, as few as their size allows; nothing in them is left to fill in. */
export const policiesOfStack = (deployed: DeployedStack): readonly PolicyDocument[] =>
  splitPolicies(grantsOfStack(deployed));
