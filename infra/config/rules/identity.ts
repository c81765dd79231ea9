import { type FoundProblem, oneOf } from "@bailiwick/contract/problems-found";
import type { StackName } from "../stack-name.ts";
import { problem, type Rule } from "./rule.ts";

interface Named {
  readonly stack: StackName;
  readonly settings: Pick<StackName, "mode" | "cloud" | "region">;
}

/** The stack's name says again what the file says: a file copied for another region must not touch the first. */
export const nameAgrees = function* ({ stack, settings }: Named): Iterable<FoundProblem> {
  for (const key of ["mode", "cloud", "region"] as const) {
    if (settings[key] === stack[key]) continue;
    yield problem(key, `must be "${stack[key]}" as in the stack's name, not "${settings[key]}"`);
  }
};

export const modeIsSold: Rule = function* ({ settings, product }) {
  const sold = Object.keys(product.deployment.modes);
  if (settings.mode === "selfhosted") {
    yield problem("mode", 'must be "saas" or "invpc" on AWS: self-hosted products run on the customer\'s Kubernetes');
  } else if (!sold.includes(settings.mode)) {
    yield problem("mode", `must be ${oneOf(sold)}: ${product.name} is not sold as "${settings.mode}"`);
  }
};

export const regionIsSold: Rule = function* ({ settings, product }) {
  const sold = product.regions.filter(({ cloud }) => cloud === "aws").map(({ id }) => id);
  if (sold.includes(settings.region)) return;
  const offer = sold.length === 0 ? "another product: this one has no region on AWS" : oneOf(sold);
  yield problem("region", `must be ${offer}; ${product.name} promises nothing for "${settings.region}"`);
};

/** Custody on AWS is a KMS key; a key in the environment belongs to self-hosted installs. */
export const custodyIsKms: Rule = function* ({ settings, product }) {
  if (product.keys.custody[settings.mode] !== "encryption-key") return;
  yield problem("mode", `must be another: the profile keeps "${settings.mode}" keys outside of a KMS`);
};
