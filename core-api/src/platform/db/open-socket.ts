import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { ConnectionLost } from "./errors.ts";
import type { ServerAddress } from "./server-address.ts";

export interface SocketOptions extends ServerAddress {
  /** PEM: certificates that the server's must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
}

/** SSLRequest of the PostgreSQL protocol (section 54.2.10): what a client says before the handshake. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const tlsAgreed = "S";

/**
 * A connection to a server of PostgreSQL on which nothing was said yet, encrypted and verified where its address says so.
 * Rejects with what the network or the verification says, and with the reason of `signal` when that ends it.
 */
export const openSocket = async (server: SocketOptions, signal: AbortSignal): Promise<Socket> => {
  const { host, port, secure, authority } = server;
  const heard = listener(`the server at ${host}:${port} closed the connection before it was encrypted`, signal);
  const plain = connect({ host, port });
  await heard(plain, "connect");
  if (!secure) return plain;
  plain.write(tlsRequest);
  const answer = await heard(plain, "data");
  // Whatever came with the answer was not encrypted: somebody on the way may have put it there.
  if (String(answer) !== tlsAgreed) {
    plain.destroy();
    throw new Error(`the server at ${host}:${port} does not offer TLS`);
  }
  const encrypted = connectTls({
    socket: plain,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(authority === undefined ? {} : { ca: authority }),
  });
  await heard(encrypted, "secureConnect");
  return encrypted;
};

/** Waits for the next `event` of a socket; where it does not come the socket is given up. */
const listener =
  (unready: string, signal: AbortSignal) =>
  (socket: Socket, event: "connect" | "data" | "secureConnect"): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        socket.off(event, done).off("error", failed).off("close", closed);
        signal.removeEventListener("abort", aborted);
      };
      const done = (value: unknown): void => {
        settle();
        resolve(value);
      };
      const failed = (error: unknown): void => {
        settle();
        socket.on("error", () => undefined).destroy();
        reject(error);
      };
      const closed = (): void => failed(new ConnectionLost(unready));
      const aborted = (): void => failed(signal.reason);
      if (signal.aborted) aborted();
      else socket.on(event, done).on("error", failed).on("close", closed);
      signal.addEventListener("abort", aborted);
    });
