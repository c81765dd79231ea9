import { charged, remaining, untilFull, wait } from "./gcra.ts";
import { limitItem, policyField } from "./headers.ts";
import { type LimitPolicy, rateOf } from "./policy.ts";
import { createKeyTable } from "./store.ts";

/** All policies of one class, which hold at the same time. */
export interface Limiter {
  /** Milliseconds until `key` is admitted by every policy; 0 when it is now. Changes nothing. */
  waitMs(key: string, nowMs: number): number;
  /** Charges an admitted request to every policy. */
  charge(key: string, nowMs: number): void;
  /** Names of the policies that refuse `key` now. */
  violated(key: string, nowMs: number): readonly string[];
  /** Items of the `RateLimit` field. */
  field(key: string, nowMs: number): string;
  /** Items of the `RateLimit-Policy` field. */
  readonly policyField: string;
}

/** @param maxKeys keys remembered for each policy. @default 100000 */
export const createLimiter = (policies: readonly LimitPolicy[], maxKeys = 100_000): Limiter => {
  const rules = policies.map((policy) => ({ rate: rateOf(policy), table: createKeyTable(maxKeys) }));
  return {
    waitMs(key, nowMs) {
      const now = microseconds(nowMs);
      let longest = 0;
      for (const { rate, table } of rules) longest = Math.max(longest, wait(rate, table.get(key), now));
      return longest / 1000;
    },
    charge(key, nowMs) {
      const now = microseconds(nowMs);
      for (const { rate, table } of rules) table.set(key, charged(rate, table.get(key), now), now);
    },
    violated(key, nowMs) {
      const now = microseconds(nowMs);
      return rules.filter(({ rate, table }) => wait(rate, table.get(key), now) > 0).map(({ rate }) => rate.name);
    },
    field(key, nowMs) {
      const now = microseconds(nowMs);
      const items = rules.map(({ rate, table }) => {
        const tat = table.get(key);
        const left = remaining(rate, tat, now);
        return limitItem(rate.name, left, (left === 0 ? wait(rate, tat, now) : untilFull(tat, now)) / 1000);
      });
      return items.join(", ");
    },
    policyField: policyField(policies),
  };
};

const microseconds = (nowMs: number): number => Math.round(nowMs * 1000);
