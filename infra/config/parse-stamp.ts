import { regionById } from "@bailiwick/contract/region";
import { awsStampSchema } from "./aws-schema.ts";
import { ConfigError } from "./config-error.ts";
import { stampFacts } from "./facts.ts";
import { readStack, type StackSource } from "./read-stack.ts";
import { registryOf } from "./registry-of.ts";
import { rules } from "./rules/index.ts";
import { registryIsRead } from "./rules/places.ts";
import type { AwsStamp } from "./stamp-facts.ts";

/**
 * Checks a stamp's configuration and answers everything it is made from. Throws `ConfigError` with a sentence for each
 * problem: the file's fields first, and what lies between them as soon as the fields are sound.
 */
export const parseStamp = async (source: StackSource): Promise<AwsStamp> => {
  const given = await readStack(awsStampSchema, source);
  const broken = rules.flatMap((rule) => [...rule(given)]);
  // Last, for it would say the same in words that are farther from the file.
  const problems = broken.length > 0 ? broken : [...registryIsRead(given)];
  const registry = registryOf(given.product, given.settings);
  const region = regionById(registry, given.settings.region);
  if (problems.length > 0 || region === undefined) throw new ConfigError(source.stack, problems);
  return { ...given, registry, region, facts: stampFacts(given.product, given.settings) };
};
