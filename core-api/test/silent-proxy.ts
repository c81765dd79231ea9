import { createServer, connect as dial, type Socket } from "node:net";

export interface SilentProxy {
  readonly port: number;
  /** From now on nothing passes, neither way, and no connection ends: a network that loses packets. */
  readonly silence: () => void;
  readonly stop: () => Promise<void>;
}

/** Stands between a process and a server of loopback. */
export const startSilentProxy = async (target: number): Promise<SilentProxy> => {
  const sockets = new Set<Socket>();
  let silent = false;
  const proxy = createServer({ allowHalfOpen: true }, (near) => {
    const far = dial({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => void (silent || to.write(bytes)));
      from.on("end", () => void (silent || to.end()));
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        if (!silent) to.destroy();
      });
    }
  });
  const { port } = await new Promise<{ port: number }>((resolve) => {
    proxy.listen(0, "127.0.0.1", () => {
      const address = proxy.address();
      resolve({ port: typeof address === "object" && address !== null ? address.port : 0 });
    });
  });
  return {
    port,
    silence() {
      silent = true;
    },
    async stop() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
