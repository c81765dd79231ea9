import { issueProblems, problemAt } from "../problems-found/index.ts";
import { type Product, type ProductInput, productSchema } from "./product.ts";
import { ProductError, type ProductProblem } from "./product-error.ts";
import { rules } from "./rules/index.ts";

/** Checks a profile as its author writes it. Throws `ProductError` with everything that is wrong. */
export const defineProduct = (input: ProductInput): Product => parseProduct(input);

/**
 * Checks a profile of unknown origin and returns it frozen, with defaults filled in. Throws `ProductError` with a
 * sentence for everything that is wrong: sections are checked apart, and each rule between sections runs whenever the
 * sections it reads are sound.
 */
export const parseProduct = (value: unknown): Product => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProductError([problemAt([], "must be an object")]);
  }
  const given = new Map<string, unknown>(Object.entries(value));
  const sections: Record<string, unknown> = {};
  const unsound = new Set<string>();
  const problems: ProductProblem[] = [];
  for (const [name, schema] of Object.entries(productSchema.shape)) {
    const result = schema.safeParse(given.get(name), { reportInput: true });
    given.delete(name);
    if (!result.success) {
      unsound.add(name);
      problems.push(...issueProblems([name], result.error.issues));
    } else if (result.data !== undefined) sections[name] = result.data;
  }
  for (const name of given.keys()) problems.push(problemAt([name], "is not a field of a product profile"));
  for (const rule of rules) {
    if (!rule.reads.some((name) => unsound.has(name))) problems.push(...rule.check(sections as unknown as Product));
  }
  if (problems.length > 0) throw new ProductError(problems);
  return deepFreeze(sections as unknown as Product);
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
};
