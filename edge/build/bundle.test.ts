import { describe, expect, it } from "vitest";
import { bundleWorker, workers } from "./index.ts";

describe("bundleWorker", () => {
  it.each(workers)("keeps %s within 60 KB and free of what only Node has", async (name) => {
    const { bytes, code } = await bundleWorker(name);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
    expect(code).not.toMatch(/from"node:|require\(/);
  });
});
