import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter } from "./limiter.ts";

const minute = { name: "minute", quota: 60, windowSeconds: 60, burst: 2 };
const hour = { name: "hour", quota: 100, windowSeconds: 3600, burst: 3 };

describe("createLimiter", () => {
  it("refuses by the policy that is used up and says which", () => {
    const limiter = createLimiter([minute, hour]);
    const now = 1_000_000;
    limiter.charge("a", now);
    limiter.charge("a", now);
    expect(limiter.waitMs("a", now)).toBe(1000);
    expect(limiter.violated("a", now)).toEqual(["minute"]);
    limiter.charge("a", now + 1000);
    expect(limiter.violated("a", now + 2000)).toEqual(["hour"]);
    expect(limiter.waitMs("b", now)).toBe(0);
  });

  it("asks without charging", () => {
    const limiter = createLimiter([hour]);
    for (let at = 0; at < 10; at++) expect(limiter.waitMs("a", 5)).toBe(0);
    expect(limiter.field("a", 5)).toBe('"hour";r=3;t=0');
  });

  it("shows what is left, and the wait once nothing is", () => {
    const limiter = createLimiter([minute, hour]);
    limiter.charge("a", 1_000_000);
    expect(limiter.field("a", 1_000_000)).toBe('"minute";r=1;t=1, "hour";r=2;t=36');
    limiter.charge("a", 1_000_000);
    expect(limiter.field("a", 1_000_000)).toBe('"minute";r=0;t=1, "hour";r=1;t=72');
    expect(limiter.policyField).toBe('"minute";q=60;w=60, "hour";q=100;w=3600');
  });

  it("admits whoever waited as long as told", () => {
    const policy = fc.record({
      name: fc.constantFrom("a", "b", "c"),
      quota: fc.integer({ min: 1, max: 5000 }),
      windowSeconds: fc.integer({ min: 1, max: 86_400 }),
      burst: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(
        fc.array(policy, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat({ max: 2000 }), { maxLength: 120 }),
        (chosen, gaps) => {
          const limiter = createLimiter(chosen);
          let now = 1_700_000_000_000;
          for (const gap of gaps) {
            now += gap;
            const wait = limiter.waitMs("key", now);
            if (wait > 0) {
              now += Math.ceil(wait / 1000) * 1000;
              expect(limiter.waitMs("key", now)).toBe(0);
            }
            limiter.charge("key", now);
          }
        },
      ),
    );
  });
});
