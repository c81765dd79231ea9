import type { Product, ProductSection } from "../product.ts";
import type { ProductProblem } from "../product-error.ts";

/** A check of sections against each other. It runs when all the sections it reads are sound by themselves. */
export interface Rule {
  readonly reads: readonly ProductSection[];
  check(product: Product): Iterable<ProductProblem>;
}

/** Makes a rule that can see only what it says it reads. */
export const rule = <const Section extends ProductSection>(
  reads: readonly Section[],
  check: (product: Pick<Product, Section>) => Iterable<ProductProblem>,
): Rule => ({ reads, check });

/** The places at which a value appears again. */
export const repeated = (values: readonly string[]): readonly number[] =>
  values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []));
