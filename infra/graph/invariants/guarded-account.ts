import type { AwsStampSettings } from "../../config/aws-schema.ts";
import { type CapturedGraph, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, listAt, textsIn } from "./invariant.ts";

/** An ARN with an account in it. */
const owned = /arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):[\w/:!+=.@*-]*/g;

/** An account by itself, as policies in JSON name one too. */
const alone = /(?<![^"])(\d{12})(?![^"])/g;

/** The pepper of a product's first region is the one thing that another account may lend. */
const judgeAccounts = function* ({ resources }: CapturedGraph, settings: AwsStampSettings): Generator<Finding> {
  const { accountId, pinPepper } = settings;
  const lent = pinPepper === "generate" ? undefined : pinPepper.secretArn;
  for (const resource of resources) {
    const found = new Set<string>();
    for (const [, text] of textsIn(resource.inputs)) {
      for (const [, owner] of text.matchAll(alone)) if (owner !== accountId) found.add(String(owner));
      for (const [arn, owner] of text.matchAll(owned)) {
        if (owner !== accountId && (lent === undefined || !arn.startsWith(lent))) found.add(String(owner));
      }
    }
    for (const other of found) yield finding(resource, `names the account ${other}`);
  }
};

export const guardedAccount: Invariant = {
  id: "guarded-account",
  promise: "Every resource goes through a provider that refuses another account, and none names another account.",
  *check({ graph, stamp }) {
    for (const provider of ofType(graph, "pulumi:providers:aws")) {
      // The SDK writes a provider's lists as JSON.
      const accounts = at(provider, "allowedAccountIds");
      const allowed: unknown =
        typeof accounts === "string" ? JSON.parse(accounts) : listAt(provider, "allowedAccountIds");
      if (JSON.stringify(allowed) !== JSON.stringify([stamp.settings.accountId])) {
        yield finding(provider, "does not refuse other accounts");
      }
      if (typeof at(provider, "region") !== "string") yield finding(provider, "has no region of its own");
    }
    for (const resource of graph.resources) {
      if (resource.custom && resource.type.startsWith("aws:") && resource.provider === "") {
        yield finding(resource, "goes through the default provider, which any account satisfies");
      }
    }
    yield* judgeAccounts(graph, stamp.settings);
  },
};
