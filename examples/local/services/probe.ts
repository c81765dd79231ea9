import { get } from "node:http";
import { connect } from "node:net";

/** Resolves when somebody accepts TCP connections on a loopback port, rejects when not. */
export const accepts = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.setTimeout(1000, () => socket.destroy(new Error(`nothing answers on port ${port}`)));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });

/** Resolves when a plain HTTP address answers 200, rejects when not. */
export const answers = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: 2000 }, (response) => {
      response.resume();
      response.once("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answers ${response.statusCode}`)),
      );
    });
    request.once("timeout", () => request.destroy(new Error(`${url} does not answer`)));
    request.once("error", reject);
  });
