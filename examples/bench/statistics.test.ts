import { expect, test } from "vitest";
import { quantile, quartiles } from "./statistics.ts";

test("quartiles interpolate between neighbours and do not depend on order", () => {
  expect(quartiles([4, 1, 3, 2])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 });
  expect(quartiles([7])).toEqual({ lower: 7, median: 7, upper: 7 });
});

test("an empty sample is an error, not a number", () => {
  expect(() => quartiles([])).toThrow(RangeError);
});

test("the extremes are the smallest and the largest value", () => {
  expect(quantile([1, 5, 9], 0)).toBe(1);
  expect(quantile([1, 5, 9], 1)).toBe(9);
});
