import type { Server } from "node:http";

/** Takes no new connection and resolves when every request that was under way has been answered. */
export const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // A kept-alive connection becomes idle when its last answer has gone out, which nobody announces.
    const idle = setInterval(() => server.closeIdleConnections(), 25);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
