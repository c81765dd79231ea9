import type { Server } from "node:http";
import { ConfigError } from "../environment.ts";

/**
 * Starts listening and resolves with the port, which the system chooses for 0. Throws `ConfigError` for one that is taken;
 * `variable` is where it came from.
 */
export const listen = (server: Server, host: string, port: number, variable = "BAILIWICK_PORT"): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const sentences: Readonly<Record<string, string>> = {
        EADDRINUSE: `${variable} ${port} is taken by another process: stop it or choose another port.`,
        EACCES: `${variable} ${port} may not be used by this account: choose one from 1024 on.`,
        EADDRNOTAVAIL: `BAILIWICK_HOST ${host} is not an address of this machine.`,
      };
      const sentence = sentences[error.code ?? ""];
      reject(sentence === undefined ? error : new ConfigError([sentence]));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
