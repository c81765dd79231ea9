import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitItem, policyField, retryAfterSeconds } from "./headers.ts";

describe("fields of draft 11", () => {
  it("names every policy with its quota and window", () => {
    const policies = [
      { name: "burst", quota: 100, windowSeconds: 60, burst: 20 },
      { name: "hour", quota: 1000, windowSeconds: 3600, burst: 50 },
    ];
    expect(policyField(policies)).toBe('"burst";q=100;w=60, "hour";q=1000;w=3600');
  });

  it("rounds times up to seconds", () => {
    expect(limitItem("hour", 50, 29_001)).toBe('"hour";r=50;t=30');
    expect(limitItem("hour", 0, 0)).toBe('"hour";r=0;t=0');
  });

  it("is a list of structured-field strings with integer parameters", () => {
    const items = fc.array(fc.tuple(fc.stringMatching(/^[a-z0-9-]{1,20}$/), fc.nat(), fc.nat()), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(items, (chosen) => {
        const field = chosen.map(([name, left, reset]) => limitItem(name, left, reset)).join(", ");
        // RFC 9651 section 3.1: items of a list, here strings with parameters of integers of at most 15 digits.
        expect(field).toMatch(/^"[^"\\]*";r=\d{1,15};t=\d{1,15}(, "[^"\\]*";r=\d{1,15};t=\d{1,15})*$/);
      }),
    );
  });

  it("never sends a client back too early, nor much too late", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 86_400_000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wait, random) => {
          const seconds = retryAfterSeconds(wait, random);
          expect(seconds).toBeGreaterThanOrEqual(wait / 1000);
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(wait / 1000 / 0.9 + 1);
          expect(Number.isInteger(seconds)).toBe(true);
        },
      ),
    );
  });
});
