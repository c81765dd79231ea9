import { charged, fullMs, remaining, waitMs } from "./gcra.ts";
import { limitItem, policyField } from "./headers.ts";
import { type LimitPolicy, rateOf } from "./policy.ts";
import { createKeyTable } from "./store.ts";

/** All policies of one class, which hold at the same time. */
export interface Limiter {
  /** Milliseconds until `key` is admitted by every policy; 0 when it is now. Changes nothing. */
  waitMs(key: string, now: number): number;
  /** Charges an admitted request to every policy. */
  charge(key: string, now: number): void;
  /** Names of the policies that refuse `key` now. */
  violated(key: string, now: number): readonly string[];
  /** Items of the `RateLimit` field. */
  field(key: string, now: number): string;
  /** Items of the `RateLimit-Policy` field. */
  readonly policyField: string;
}

/** @param maxKeys keys remembered for each policy. @default 100000 */
export const createLimiter = (policies: readonly LimitPolicy[], maxKeys = 100_000): Limiter => {
  const rules = policies.map((policy) => ({ rate: rateOf(policy), table: createKeyTable(maxKeys) }));
  return {
    waitMs(key, now) {
      let longest = 0;
      for (const { rate, table } of rules) longest = Math.max(longest, waitMs(rate, table.get(key), now));
      return longest;
    },
    charge(key, now) {
      for (const { rate, table } of rules) table.set(key, charged(rate, table.get(key), now), now);
    },
    violated: (key, now) =>
      rules.filter(({ rate, table }) => waitMs(rate, table.get(key), now) > 0).map(({ rate }) => rate.name),
    field: (key, now) =>
      rules
        .map(({ rate, table }) => {
          const tat = table.get(key);
          const left = remaining(rate, tat, now);
          return limitItem(rate.name, left, left === 0 ? waitMs(rate, tat, now) : fullMs(tat, now));
        })
        .join(", "),
    policyField: policyField(policies),
  };
};
