/** Paths inside the core API's image, whose entry point is Node. */
export const commands = {
  api: ["/app/core-api/src/server.ts"],
  worker: ["/app/core-api/src/worker.ts"],
  commandLine: ["/app/core-api/src/cli/main.ts"],
  health: ["/nodejs/bin/node", "/app/core-api/src/health.ts"],
} as const;
