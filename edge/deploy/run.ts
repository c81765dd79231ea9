/**
 * The edge's container: reads its settings, writes workerd's configuration into the work folder and runs workerd until it is
 * told to stop. Settings that are wrong are all named, one sentence a line, and it ends with status 2. Told to stop before
 * workerd runs, it ends with 0 at once: as the first process of its container it would not hear of it without a handler, and
 * all that it imports is loaded after those are set.
 */
const told = new AbortController();
const leave = (): void => process.exit(0);
told.signal.addEventListener("abort", leave);
for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"] as const) {
  process.on(signal, () => told.abort());
}

const { runEdge } = await import("./container/run-edge.ts");
await runEdge({ told: told.signal, begins: () => told.signal.removeEventListener("abort", leave) });

export {};
