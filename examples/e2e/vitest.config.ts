import { defineConfig } from "vitest/config";

/** Each file runs a platform of two regions, so one file at a time, and after the suites that share the machine. */
export default defineConfig({
  test: {
    name: "e2e",
    include: ["**/*.e2e.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { groupOrder: 2 },
    testTimeout: 240_000, // on a machine that does something else too
    hookTimeout: 300_000,
  },
});
