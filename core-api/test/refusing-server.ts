import { createServer, type Socket } from "node:net";

export interface RefusingServer {
  readonly url: string;
  readonly port: number;
  /** How many connections it was asked for. */
  readonly asked: () => number;
  readonly stop: () => Promise<void>;
}

/** A server that takes every connection, and does with it what `treat` does. Whatever it is sent is thrown away. */
export const startRefusingServer = async (treat: (socket: Socket) => void): Promise<RefusingServer> => {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    asked += 1;
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.resume();
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `postgres://127.0.0.1:${port}`,
    port,
    asked: () => asked,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
