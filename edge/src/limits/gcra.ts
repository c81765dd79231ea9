import type { Rate } from "./policy.ts";

/**
 * Generic cell rate algorithm (ITU-T I.371): the state of a key is one number, the theoretical arrival time (TAT) in
 * milliseconds. An absent key is 0. The state only grows, so replicas merge by `Math.max`.
 */

/** Milliseconds until a request at `now` would be admitted; 0 when it is admitted now. */
export const waitMs = ({ emissionMs, capacityMs }: Rate, tat: number, now: number): number =>
  Math.max(0, Math.max(tat, now) + emissionMs - capacityMs - now);

/** The state after a request was admitted at `now`. */
export const charged = ({ emissionMs }: Rate, tat: number, now: number): number => Math.max(tat, now) + emissionMs;

/** Whole requests that would be admitted at `now`. */
export const remaining = ({ emissionMs, capacityMs }: Rate, tat: number, now: number): number =>
  // The small share forgives the rounding of an emission that is no binary fraction.
  Math.max(0, Math.floor((capacityMs - Math.max(0, tat - now)) / emissionMs + 1e-6));

/** Milliseconds until the whole burst is available again. */
export const fullMs = (tat: number, now: number): number => Math.max(0, tat - now);
