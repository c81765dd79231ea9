import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "infra",
    include: ["**/*.test.ts"],
    // The real engine is built from source and takes its time: `engine/vitest.config.ts`.
    exclude: [...configDefaults.exclude, "engine/drill/drill.test.ts"],
    environment: "node",
    maxWorkers: 2,
    sequence: { groupOrder: 3 },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
