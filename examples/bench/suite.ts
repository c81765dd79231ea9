import type { Comparison } from "./paired.ts";

/** One measured promise: the ratio of a comparison, and the floor or ceiling it has to keep. */
export interface Goal {
  /** Short id used in the report, for example `E1`. */
  readonly id: string;
  readonly promise: string;
  readonly comparison: Comparison;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
}

/** Sizes of a run: `full` is what the report is made from, `quick` shows that a suite works at all. */
export interface Effort {
  readonly rounds: number;
  readonly sliceSeconds: number;
  readonly rows: number;
}

export interface Suite {
  readonly name: string;
  run(effort: Effort, note: (line: string) => void): Promise<Goal[]>;
}

/** True when the median keeps the bound. */
export const isMet = ({ bound, comparison }: Goal): boolean =>
  "atLeast" in bound ? comparison.ratio.median >= bound.atLeast : comparison.ratio.median <= bound.atMost;
