import { defineConfig } from "vitest/config";

/** The edge as it runs: bundles, workerd processes on real sockets, and the tools that deploy it. */
export default defineConfig({
  test: {
    name: "edge-process",
    include: ["**/*.test.ts", "../deploy/**/*.test.ts", "../build/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
