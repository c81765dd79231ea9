import type { LimitPolicy } from "./policy.ts";

/** `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11): one structured-field item a policy, `w` in seconds. */
export const policyField = (policies: readonly LimitPolicy[]): string =>
  policies.map(({ name, quota, windowSeconds }) => `"${name}";q=${quota};w=${windowSeconds}`).join(", ");

/** One item of `RateLimit`: requests left, and the seconds after which there are more, or, while some are left, all. */
export const limitItem = (name: string, left: number, resetMs: number): string =>
  `"${name}";r=${left};t=${Math.ceil(resetMs / 1000)}`;

/**
 * Seconds for `Retry-After`, never too few: a client that obeys is admitted. Up to a tenth more is added at random, so
 * that clients refused together do not come back together (section 8.5 of the draft).
 */
export const retryAfterSeconds = (wait: number, random: number): number =>
  Math.max(1, Math.ceil((wait / 1000) * (1 + random / 10)));
