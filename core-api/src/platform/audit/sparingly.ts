export interface SparinglyOptions {
  /** Calls that pass in a window. */
  readonly max: number;
  readonly windowSeconds: number;
  /** Milliseconds, monotone. @default the process's clock */
  readonly now?: () => number;
}

/**
 * Decides what is recorded of something that a stranger can cause as often as he likes. Answers how many went unrecorded
 * since the last record, or `undefined` where this one must go unrecorded too. Nothing is lost to the count.
 */
export const createSparingly = ({ max, windowSeconds, now = () => performance.now() }: SparinglyOptions) => {
  let startedAt = now();
  let passed = 0;
  let unrecorded = 0;

  return function next(): number | undefined {
    if (now() - startedAt >= windowSeconds * 1000) {
      startedAt = now();
      passed = 0;
    }
    if (passed >= max) {
      unrecorded++;
      return undefined;
    }
    passed++;
    const before = unrecorded;
    unrecorded = 0;
    return before;
  };
};
