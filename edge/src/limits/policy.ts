/** One limit as the product states it. */
export interface LimitPolicy {
  /** As `RateLimit-Policy` shows it. */
  readonly name: string;
  /** Requests in a window, sustained. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
}

/** A policy in the terms of GCRA, in whole microseconds. */
export interface Rate {
  readonly name: string;
  /** Time that one request uses up. */
  readonly emission: number;
  /** Time that may be used up in advance: `burst` requests. */
  readonly capacity: number;
}

/** Rounds against the client: a limit is never exceeded, at worst missed by a microsecond a request. */
export const rateOf = ({ name, quota, windowSeconds, burst }: LimitPolicy): Rate => {
  const emission = Math.ceil((windowSeconds * 1_000_000) / quota);
  return { name, emission, capacity: emission * burst };
};
