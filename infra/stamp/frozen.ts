import { getStack, type Resource, Stash } from "@pulumi/pulumi";
import { ConfigError } from "../config/config-error.ts";
import { type FrozenFacts, frozenProblems } from "../config/frozen.ts";

/**
 * Writes down in the stack's state what the stamp is created with, and on every later run compares. Throws `ConfigError`
 * before anything else is registered when a fact has changed that cannot. A stash answers with what it was first given,
 * in a preview too; after `pulumi destroy` there is nothing to compare with. Resolves with what holds them.
 */
export const holdToFrozenFacts = async (facts: FrozenFacts): Promise<Resource> => {
  const stash = new Stash("frozen-facts", { input: facts }, { ignoreChanges: ["input"] });
  const recorded = await new Promise<unknown>((resolve) => {
    stash.output.apply((output: unknown) => resolve(output));
  });
  const problems = frozenProblems(recorded, facts);
  if (problems.length > 0) throw new ConfigError(getStack(), problems);
  return stash;
};
