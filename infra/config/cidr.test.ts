import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlap, parseRange, partOf, type Range, rangeText } from "./cidr.ts";

const range = fc
  .tuple(fc.nat(0xffffffff), fc.integer({ min: 8, max: 28 }))
  .map(([address, prefix]): Range => ({ base: Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix), prefix }));

describe("ranges", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(range, (given) => {
        expect(parseRange(rangeText(given))).toStrictEqual(given);
      }),
    );
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.1/24",
    "256.0.0.0/8",
    "10.0.0/8",
    "010.0.0.0/8",
    "10.0.00.0/8",
    "10.0.0.0/08",
    "10.0.0.0/8 ",
    "::/0",
  ])("%j is none", (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  it("fall into parts that lie inside and apart", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 4 }), fc.nat(15), fc.nat(15), (whole, bits, a, b) => {
        const count = 2 ** bits;
        const [one, other] = [a % count, b % count];
        const left = partOf(whole, whole.prefix + bits, one);
        expect(overlap(whole, left)).toBe(true);
        expect(left.base >= whole.base && left.base < whole.base + 2 ** (32 - whole.prefix)).toBe(true);
        expect(overlap(left, partOf(whole, whole.prefix + bits, other))).toBe(one === other);
      }),
    );
  });

  it("refuse a part that is not there", () => {
    expect(() => partOf({ base: 0, prefix: 24 }, 26, 4)).toThrow(RangeError);
    expect(() => partOf({ base: 0, prefix: 24 }, 23, 0)).toThrow(RangeError);
  });
});
