import type { Rate } from "./policy.ts";

/**
 * Generic cell rate algorithm (ITU-T I.371): the state of a key is one number, the theoretical arrival time (TAT). An
 * absent key is 0. The state only grows, so replicas merge by `Math.max`. All times are whole microseconds, which a number
 * holds exactly for the next two centuries: a fraction would make the last request of a burst a matter of rounding.
 */

/** Time until a request at `now` would be admitted; 0 when it is admitted now. */
export const wait = ({ emission, capacity }: Rate, tat: number, now: number): number =>
  Math.max(0, Math.max(tat, now) + emission - capacity - now);

/** The state after a request was admitted at `now`. */
export const charged = ({ emission }: Rate, tat: number, now: number): number => Math.max(tat, now) + emission;

/** Requests that would be admitted at `now`, one after the other. */
export const remaining = ({ emission, capacity }: Rate, tat: number, now: number): number =>
  Math.max(0, Math.floor((capacity - Math.max(0, tat - now)) / emission));

/** Time until the whole burst is available again. */
export const untilFull = (tat: number, now: number): number => Math.max(0, tat - now);
