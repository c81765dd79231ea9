import { describe, expect, it } from "vitest";
import { runConformance } from "./index.ts";
import { runVectors } from "./result.ts";

describe("conformance on Node", async () => {
  const results = await runConformance();

  it.each(results.map((result) => [result.name, result] as const))("%s", (_, { actual, expected, passed }) => {
    expect(actual).toBe(expected);
    expect(passed).toBe(true);
  });

  it("has no two vectors of one name", () => {
    expect(new Set(results.map(({ name }) => name)).size).toBe(results.length);
  });
});

it("reports a wrong text and an error", async () => {
  const results = await runVectors([
    ["right", "a", async () => "a"],
    ["wrong", "a", async () => "b"],
    ["broken", "a", () => Promise.reject(new Error("no such algorithm"))],
  ]);
  expect(results.map(({ passed, actual }) => [passed, actual])).toEqual([
    [true, "a"],
    [false, "b"],
    [false, "threw no such algorithm"],
  ]);
});
