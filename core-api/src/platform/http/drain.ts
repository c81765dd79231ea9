import type { Server } from "node:http";

export interface DrainOptions {
  /** Time for requests that are under way; then their connections are cut. */
  readonly seconds: number;
}

/** Takes no new connection and resolves when every request that was under way has been answered, or its time is up. */
export const drain = (server: Server, { seconds }: DrainOptions): Promise<void> =>
  new Promise((resolve) => {
    // A kept-alive connection becomes idle when its last answer has gone out, which nobody announces.
    const idle = setInterval(() => server.closeIdleConnections(), 25);
    const limit = setTimeout(() => server.closeAllConnections(), seconds * 1000);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
