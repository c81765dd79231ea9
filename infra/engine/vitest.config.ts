import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The drill of a small program under the real engine: not part of `npm test`. `vitest run --config infra/engine/vitest.config.ts` */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: { name: "engine", include: ["drill/drill.test.ts"], testTimeout: 600_000, hookTimeout: 120_000 },
});
