import { defineConfig } from "vitest/config";

/** Nothing but computing, as in `infra`: together they keep two cores busy. */
export default defineConfig({
  test: { name: "contract", include: ["src/**/*.test.ts"], maxWorkers: 2, sequence: { groupOrder: 3 } },
});
