import type { ProblemName } from "@bailiwick/contract/problem";
import { type Refuse, refuse } from "../decision.ts";
import { problemText } from "../problem.ts";
import { retryAfterSeconds } from "./headers.ts";
import type { Limiter } from "./limiter.ts";

/** A limiter and the key it counts this request under. */
export interface Charge {
  readonly limiter: Limiter;
  readonly key: string;
}

/**
 * The 429 for a request that one of `charges` refuses (RFC 6585 section 4). `waitMs` is the time until all limits that
 * the request has to pass, named here or not, admit it.
 */
export const limited = (name: ProblemName, charges: readonly Charge[], waitMs: number, now: number): Refuse => {
  const violated = charges.flatMap(({ limiter, key }) => limiter.violated(key, now));
  return refuse(problemText(name, undefined, { "violated-policies": violated }), {
    "retry-after": String(retryAfterSeconds(waitMs, Math.random())),
    "ratelimit-policy": charges.map(({ limiter }) => limiter.policyField).join(", "),
    ratelimit: charges.map(({ limiter, key }) => limiter.field(key, now)).join(", "),
  });
};
