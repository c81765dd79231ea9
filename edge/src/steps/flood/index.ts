import type { Address } from "@bailiwick/contract/address";
import { next, type Step } from "../../decision.ts";
import type { Limiter } from "../../limits/limiter.ts";
import { limited } from "../../limits/refusal.ts";

/** Holds every address to its limits before anything is looked up for it. Wrong-region answers count here and only here. */
export const flood = (limiter: Limiter): Step =>
  function flood(_request, facts) {
    const { limitKey } = facts.address as Address;
    const now = Date.now();
    const wait = limiter.waitMs(limitKey, now);
    if (wait > 0) return limited("abnormal-usage", [{ limiter, key: limitKey }], wait, now);
    limiter.charge(limitKey, now);
    return next;
  };
