import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Builds and runs the images: not part of `npm test`. `vitest run --config .ci/images/vitest.config.ts` */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    name: "images",
    include: ["images/*.test.ts", "workload/*.test.ts"],
    globalSetup: ["images/build-images.ts"],
    // One after the other: each runs a region's worth of containers.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
