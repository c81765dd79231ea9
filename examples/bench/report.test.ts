import { expect, test } from "vitest";
import { replaceSection, table } from "./report.ts";
import type { Goal } from "./suite.ts";

const goal = (median: number, bound: Goal["bound"]): Goal => ({
  id: "X1",
  promise: "a promise",
  bound,
  comparison: {
    subject: "ours",
    base: "theirs",
    ratio: { lower: median - 0.1, median, upper: median + 0.1 },
    cpuRatio: undefined,
    subjectRate: 80,
    baseRate: 100,
  },
});

test("a ratio on the wrong side of its bound is shown as not met", () => {
  const lines = table([goal(0.8, { atLeast: 0.75 }), goal(0.7, { atLeast: 0.75 }), goal(1.3, { atMost: 1.25 })]).split(
    "\n",
  );
  expect(lines.slice(2).map((line) => line.includes("**no**"))).toEqual([false, true, true]);
});

test("only the named section of a page changes", () => {
  const page = "a\n<!-- measured:x -->\nold\n<!-- /measured:x -->\nb";
  expect(replaceSection(page, "x", "new")).toBe("a\n<!-- measured:x -->\nnew\n<!-- /measured:x -->\nb");
  expect(() => replaceSection(page, "y", "new")).toThrow(RangeError);
});
