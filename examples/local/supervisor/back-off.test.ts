import { expect, test } from "vitest";
import { createBackOff } from "./back-off.ts";

test("waits longer each time, then gives up", () => {
  const next = createBackOff({ now: () => 0 });
  expect(Array.from({ length: 8 }, next)).toEqual([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, undefined, undefined]);
});

test("begins anew after it ran for a while", () => {
  let now = 0;
  const next = createBackOff({ windowSeconds: 60, now: () => now });
  for (let times = 0; times < 50; times++) {
    expect(next()).toBe(0.1);
    now += 60_000;
  }
});
