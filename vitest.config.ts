import { defineConfig } from "vitest/config";

/** One project a folder: each brings its own runtime (Node, workerd) and set-up. */
export default defineConfig({
  test: {
    projects: ["contract", "edge", "edge/test", "core-api", "infra", "examples", "examples/e2e", ".ci"],
    // What core-api/src/platform/db/lost-types-query.ts outlives must not fail a run either: the tests kill servers.
    onUnhandledError: (error) =>
      !("code" in error && error.code === "CONNECTION_CLOSED") ||
      !("query" in error && String(error.query).includes("b.typarray")),
  },
});
