import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charged, remaining, untilFull, wait } from "./gcra.ts";
import { type LimitPolicy, rateOf } from "./policy.ts";

const policy: LimitPolicy = { name: "hour", quota: 3600, windowSeconds: 3600, burst: 3 };
const policies = fc.record({
  name: fc.constant("p"),
  quota: fc.integer({ min: 1, max: 100_000 }),
  windowSeconds: fc.integer({ min: 1, max: 86_400 }),
  burst: fc.integer({ min: 1, max: 500 }),
});

describe("gcra", () => {
  it("admits a burst, then one request an emission", () => {
    const rate = rateOf(policy);
    let tat = 0;
    const now = 1_000_000_000;
    for (let at = 0; at < 3; at++) {
      expect(wait(rate, tat, now)).toBe(0);
      tat = charged(rate, tat, now);
    }
    expect(wait(rate, tat, now)).toBe(1_000_000);
    expect(wait(rate, tat, now + 999_999)).toBe(1);
    expect(wait(rate, tat, now + 1_000_000)).toBe(0);
    expect(remaining(rate, tat, now)).toBe(0);
    expect(untilFull(tat, now)).toBe(3_000_000);
    expect(remaining(rate, tat, now + 3_000_000)).toBe(3);
  });

  it("admits no more than the burst and the quota in any span of time", () => {
    fc.assert(
      fc.property(policies, fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 300 }), (chosen, gaps) => {
        const rate = rateOf(chosen);
        let now = 1_700_000_000_000_000;
        const start = now;
        let tat = 0;
        let admitted = 0;
        for (const gap of gaps) {
          now += gap;
          if (wait(rate, tat, now) > 0) continue;
          tat = charged(rate, tat, now);
          admitted++;
        }
        expect(admitted).toBeLessThanOrEqual(chosen.burst + (now - start) / rate.emission);
      }),
    );
  });

  it("promises as many requests as it then admits", () => {
    fc.assert(
      fc.property(
        policies,
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 100_000 }),
        (chosen, used, later) => {
          const rate = rateOf(chosen);
          const start = 1_700_000_000_000_000;
          let tat = 0;
          for (let at = 0; at < used && wait(rate, tat, start) === 0; at++) tat = charged(rate, tat, start);
          const now = start + later;
          const promised = remaining(rate, tat, now);
          let admitted = 0;
          while (wait(rate, tat, now) === 0) {
            tat = charged(rate, tat, now);
            admitted++;
          }
          expect(admitted).toBe(promised);
        },
      ),
    );
  });

  it("merges replicas by the larger state", () => {
    const rate = rateOf(policy);
    const [one, other] = [charged(rate, 0, 5000), charged(rate, charged(rate, 0, 4000), 4000)];
    expect(wait(rate, Math.max(one, other), 5000)).toBe(Math.max(wait(rate, one, 5000), wait(rate, other, 5000)));
  });
});
