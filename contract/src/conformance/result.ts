/** What one vector gave in the runtime it ran in. */
export interface ConformanceResult {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: string;
  readonly actual: string;
}

/** A name, the text every runtime must give, and what gives it. */
export type ConformanceVector = readonly [name: string, expected: string, run: () => Promise<string>];

/** Runs the vectors one after the other. An error is a result, so that one broken vector does not hide the others. */
export const runVectors = async (vectors: readonly ConformanceVector[]): Promise<readonly ConformanceResult[]> => {
  const results: ConformanceResult[] = [];
  for (const [name, expected, run] of vectors) {
    const actual = await run().catch(
      (error: unknown) => `threw ${error instanceof Error ? error.message : "no error"}`,
    );
    results.push({ name, passed: actual === expected, expected, actual });
  }
  return results;
};
