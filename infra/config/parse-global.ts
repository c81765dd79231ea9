import { ConfigError } from "./config-error.ts";
import { type GlobalStamp, globalSchema } from "./global-stamp.ts";
import { readStack, type StackSource } from "./read-stack.ts";
import { globalRegistry } from "./registry-of.ts";
import { nameAgrees } from "./rules/identity.ts";
import { keysOfProduct } from "./rules/pins.ts";
import { problem } from "./rules/rule.ts";

/** Checks the configuration of a product's region-less host. Throws `ConfigError` with a sentence for each problem. */
export const parseGlobal = async (source: StackSource): Promise<GlobalStamp> => {
  const given = await readStack(globalSchema, source);
  const { settings, product } = given;
  const problems = [...nameAgrees(given), ...keysOfProduct(given)];
  if (product.deployment.modes.saas === undefined)
    problems.push(problem("mode", "must be another: it is sold in no SaaS"));
  if (Object.keys(settings.pinKeys).length === 0) problems.push(problem("pinKeys", "must name a region"));
  if (problems.length > 0) throw new ConfigError(source.stack, problems);
  return { ...given, registry: globalRegistry(product, settings.pinKeys) };
};
