/** Paths inside the core API's image, whose entry point is Node. */
export const commands = {
  api: ["/app/core-api/src/server.ts"],
  worker: ["/app/core-api/src/worker.ts"],
  commandLine: ["/app/core-api/src/cli/main.ts"],
  /** Asks the API whether it is ready. */
  health: ["/nodejs/bin/node", "/app/core-api/src/health.ts"],
} as const;

/** Asks the worker, which serves nothing else, for its metrics: it answers while its event loop turns. */
export const workerHealth = (port: number): readonly string[] => [
  "/nodejs/bin/node",
  "--eval",
  `fetch("http://127.0.0.1:${port}/metrics").then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
];
