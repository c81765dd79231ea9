import { type FoundProblem, issueProblems, problemAt } from "@bailiwick/contract/problems-found";
import type { Product } from "@bailiwick/contract/product";
import type * as z from "zod";
import { ConfigError } from "./config-error.ts";
import { withHints } from "./hints.ts";
import { parseStackName, type StackName } from "./stack-name.ts";

export interface StackSource {
  /** Name of the stack. */
  readonly stack: string;
  /** Value of `bailiwick:stamp` in its file. */
  readonly settings: unknown;
  /** Loads the default export of a product profile. Throws when there is none. */
  readonly importProduct: (path: string) => Promise<Product>;
}

export interface ReadStack<Settings> {
  readonly stack: StackName;
  readonly settings: Settings;
  readonly product: Product;
}

/** Checks name, fields and profile of a stack, each in itself. Throws `ConfigError` with a sentence for each problem. */
export const readStack = async <Schema extends z.ZodType>(
  schema: Schema,
  { stack, settings, importProduct }: StackSource,
): Promise<ReadStack<z.output<Schema>>> => {
  const problems: FoundProblem[] = [];
  const name = parseStackName(stack);
  if ("length" in name) problems.push(...name);
  if (settings === undefined) {
    problems.push(problemAt([], "is missing: it holds the configuration of the stamp", "bailiwick:stamp"));
    throw new ConfigError(stack, problems);
  }
  const parsed = schema.safeParse(settings, { reportInput: true });
  const wrong = parsed.success ? [] : issueProblems([], parsed.error.issues, "a stamp's configuration");
  problems.push(...withHints(schema, settings, wrong));
  const product = await load(settings, importProduct, problems);
  if (problems.length > 0 || "length" in name || !parsed.success || product === undefined)
    throw new ConfigError(stack, problems);
  return { stack: name, settings: parsed.data, product };
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
