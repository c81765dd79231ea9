import { defineConfig } from "vitest/config";

/** Tests that start the whole local platform are `*.e2e.test.ts` and run apart from these. */
export default defineConfig({
  test: {
    name: "examples",
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.e2e.test.ts"],
    testTimeout: 90_000, // processes and databases, on machines that do something else too
  },
});
