import { expect, test } from "vitest";
import { createSparingly } from "./sparingly.ts";

test("so many pass in a window, and the first of the next tells how many did not", () => {
  let at = 0;
  const next = createSparingly({ max: 2, windowSeconds: 60, now: () => at });
  expect([next(), next(), next(), next(), next()]).toEqual([0, 0, undefined, undefined, undefined]);
  at = 59_999;
  expect(next()).toBeUndefined();
  at = 60_000;
  expect([next(), next(), next()]).toEqual([4, 0, undefined]);
});
