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

/** A policy in the terms of GCRA. */
export interface Rate {
  readonly name: string;
  /** Time that one request uses up, in milliseconds. */
  readonly emissionMs: number;
  /** Time that may be used up in advance: `burst` requests. */
  readonly capacityMs: number;
}

export const rateOf = ({ name, quota, windowSeconds, burst }: LimitPolicy): Rate => {
  const emissionMs = (windowSeconds * 1000) / quota;
  return { name, emissionMs, capacityMs: emissionMs * burst };
};
