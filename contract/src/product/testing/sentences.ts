import { parseProduct } from "../define-product.ts";
import { ProductError } from "../product-error.ts";
import { type Draft, sampleProduct } from "./sample-product.ts";

/** What the author of this profile reads: a sentence for each problem, none for a sound profile. */
export const sentencesFor = (value: unknown): readonly string[] => {
  try {
    parseProduct(value);
  } catch (error) {
    if (error instanceof ProductError) return error.problems.map(({ sentence }) => sentence);
    throw error;
  }
  return [];
};

/** The sample after a change. */
export const changed = (change: (draft: Draft) => unknown): Draft => {
  const draft = sampleProduct();
  change(draft);
  return draft;
};
