import { createServer, type Server } from "node:net";

/**
 * Ports that are kept from others until the service they are for starts. A first start makes databases for seconds
 * between choosing a port and listening on it, and another platform that starts meanwhile must not choose the same.
 */
export interface PortHolds {
  /** Whether the port was free, and is now held. */
  readonly take: (port: number) => Promise<boolean>;
  /** Lets go of a port, whether it was held or not, right before somebody listens on it. */
  readonly release: (port: number) => Promise<void>;
  readonly releaseAll: () => Promise<void>;
}

export const createPortHolds = (): PortHolds => {
  const held = new Map<number, Server>();

  const release = (port: number): Promise<void> =>
    new Promise((resolve) => {
      const server = held.get(port);
      held.delete(port);
      if (server === undefined) resolve();
      else server.close(() => resolve());
    });

  return {
    take: (port) =>
      new Promise((resolve) => {
        const server = createServer((socket) => socket.destroy());
        server.once("error", () => resolve(false));
        server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
          held.set(port, server);
          server.unref();
          resolve(true);
        });
      }),
    release,
    releaseAll: async () => void (await Promise.all([...held.keys()].map(release))),
  };
};
