import { defineConfig } from "vitest/config";

/** The edge as it runs: bundles, workerd processes on real sockets, and the tools that deploy it. */
export default defineConfig({
  test: {
    name: "edge-process",
    include: ["**/*.test.ts", "../deploy/**/*.test.ts", "../build/**/*.test.ts"],
    // Each of the larger files runs three processes of its own.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
