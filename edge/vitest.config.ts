import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Steps and their parts inside the Workers runtime. What needs sockets and processes is the project in `test/`. */
export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "./test/wrangler.steps.jsonc" } })],
  test: { name: "edge", include: ["src/**/*.test.ts"], isolate: false },
});
