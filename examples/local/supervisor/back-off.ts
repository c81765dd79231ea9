/** Seconds to wait before another start, or `undefined` when it has been tried often enough. */
export type BackOff = () => number | undefined;

export interface BackOffOptions {
  /** Starts within `windowSeconds` that are too many. @default 6 */
  readonly limit?: number;
  /** @default 60 */
  readonly windowSeconds?: number;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

/** 0.1, 0.2, 0.4 … 3.2 s; a service that ran for a while begins anew. */
export const createBackOff = ({
  limit = 6,
  windowSeconds = 60,
  now = () => performance.now(),
}: BackOffOptions = {}): BackOff => {
  let ended: number[] = [];
  return function next() {
    const at = now();
    ended = [...ended.filter((time) => at - time < windowSeconds * 1000), at];
    return ended.length > limit ? undefined : 0.1 * 2 ** (ended.length - 1);
  };
};
