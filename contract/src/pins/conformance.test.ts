import { describe, expect, it } from "vitest";
import { runPinConformance } from "./conformance.ts";

describe("pin conformance on Node", async () => {
  const results = await runPinConformance();

  it.each(results.map((result) => [result.name, result] as const))("%s", (_, { actual, expected }) => {
    expect(actual).toBe(expected);
  });
});
