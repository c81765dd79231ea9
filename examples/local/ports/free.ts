import { createServer } from "node:net";

/** Whether a port of the loopback interface can be had now. Somebody may still take it a moment later. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** The first port after `port` that `take` agrees to. Throws `RangeError` when there is none. */
export const nextFree = async (port: number, take: (port: number) => Promise<boolean> = isFree): Promise<number> => {
  for (let candidate = port + 1; candidate < 65_536; candidate++) {
    if (await take(candidate)) return candidate;
  }
  throw new RangeError(`no port after ${port} is free`);
};
