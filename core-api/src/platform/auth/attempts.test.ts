import { expect, test } from "vitest";
import { ProblemError } from "../http/problem-error.ts";
import { createAttempts } from "./attempts.ts";

const attemptsAt = (max = 3) => {
  const clock = { now: 1000 };
  return { clock, attempts: createAttempts({ max, windowSeconds: 60, now: () => clock.now }) };
};
const waitOf = (act: () => void): number => {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return Number(error.details.headers?.["retry-after"]);
  }
  return 0;
};

test("the time told is the time until the next attempt passes, to the second", () => {
  const { clock, attempts } = attemptsAt();
  for (const at of [0, 10_000, 20_000]) {
    clock.now = 1000 + at;
    attempts.begin("a");
  }
  clock.now = 31_500;
  const wait = waitOf(() => attempts.begin("a"));
  expect(wait).toBe(30);
  clock.now += (wait - 1) * 1000;
  expect(waitOf(() => attempts.begin("a"))).toBe(1);
  clock.now += 1000;
  expect(waitOf(() => attempts.begin("a"))).toBe(0);
  expect(waitOf(() => attempts.begin("a"))).toBeGreaterThan(0); // the second failure still counts
});

test("attempts that are refused do not prolong the wait", () => {
  const { clock, attempts } = attemptsAt(1);
  attempts.begin("a");
  for (let at = 0; at < 59; at++) {
    clock.now += 1000;
    expect(waitOf(() => attempts.begin("a"))).toBe(59 - at);
  }
  clock.now += 1000;
  expect(waitOf(() => attempts.begin("a"))).toBe(0);
});

test("parallel guesses count before the first has failed; success starts afresh", () => {
  const { attempts } = attemptsAt();
  const refused = Array.from({ length: 5 }, () => waitOf(() => attempts.begin("a"))).filter((wait) => wait > 0);
  expect(refused).toHaveLength(2);
  expect(waitOf(() => attempts.begin("b"))).toBe(0);
  attempts.succeeded("a");
  expect(waitOf(() => attempts.begin("a"))).toBe(0);
});
