import { type FoundProblem, issueProblems, problemAt } from "@bailiwick/contract/problems-found";
import type { Product } from "@bailiwick/contract/product";
import { regionById } from "@bailiwick/contract/region";
import { awsStampSchema } from "./aws-schema.ts";
import { ConfigError } from "./config-error.ts";
import { stampFacts } from "./facts.ts";
import { registryOf } from "./registry-of.ts";
import { rules } from "./rules/index.ts";
import { parseStackName } from "./stack-name.ts";
import type { AwsStamp } from "./stamp-facts.ts";

export interface StampSource {
  /** Name of the stack. */
  readonly stack: string;
  /** Value of `bailiwick:stamp` in its file. */
  readonly settings: unknown;
  /** Loads the default export of a product profile. Throws when there is none. */
  readonly importProduct: (path: string) => Promise<Product>;
}

/**
 * Checks a stack's configuration and answers everything the stamp is made from. Throws `ConfigError` with a sentence for
 * each problem: the file's fields first, and what lies between them as soon as the fields are sound.
 */
export const parseStamp = async ({ stack, settings, importProduct }: StampSource): Promise<AwsStamp> => {
  const problems: FoundProblem[] = [];
  const name = parseStackName(stack);
  if ("length" in name) problems.push(...name);
  if (settings === undefined) {
    problems.push(problemAt([], "is missing: it holds the configuration of the stamp", "bailiwick:stamp"));
    throw new ConfigError(stack, problems);
  }
  const parsed = awsStampSchema.safeParse(settings, { reportInput: true });
  if (!parsed.success) problems.push(...issueProblems([], parsed.error.issues, "a stamp's configuration"));
  const product = await load(settings, importProduct, problems);
  if ("length" in name || !parsed.success || product === undefined) throw new ConfigError(stack, problems);

  const given = { stack: name, settings: parsed.data, product };
  for (const rule of rules) problems.push(...rule(given));
  const registry = registryOf(product, parsed.data);
  const region = regionById(registry, parsed.data.region);
  if (problems.length > 0 || region === undefined) throw new ConfigError(stack, problems);
  return { ...given, registry, region, facts: stampFacts(product, parsed.data) };
};

const load = async (
  settings: unknown,
  importProduct: (path: string) => Promise<Product>,
  problems: FoundProblem[],
): Promise<Product | undefined> => {
  const path =
    typeof settings === "object" && settings !== null && "product" in settings ? settings.product : undefined;
  if (typeof path !== "string" || path === "") return undefined; // the schema has said so
  try {
    return await importProduct(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push(
      problemAt(
        ["product"],
        `must be the path of a product profile; ${JSON.stringify(path)} cannot be loaded (${why})`,
      ),
    );
    return undefined;
  }
};
