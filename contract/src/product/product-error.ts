import type { FoundProblem } from "../problems-found/index.ts";

/** One thing that is wrong with a profile. */
export type ProductProblem = FoundProblem;

/** A profile that cannot be used. `problems` has everything that is wrong with it, not only the first. */
export class ProductError extends Error {
  override readonly name = "ProductError";
  readonly problems: readonly ProductProblem[];

  constructor(problems: readonly ProductProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`The product profile has ${count}:\n${problems.map(({ sentence }) => `- ${sentence}`).join("\n")}`);
    this.problems = problems;
  }
}
