import { defineConfig } from "vitest/config";

/** One project a folder: each brings its own runtime (Node, workerd) and set-up. */
export default defineConfig({
  test: { projects: ["contract", "edge", "edge/test", "core-api", "infra", "examples", "examples/e2e", ".ci"] },
});
