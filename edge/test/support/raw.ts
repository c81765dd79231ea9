import { connect } from "node:net";

/** Everything a server sends for `text` on one connection, and whether it closed the connection. */
export interface RawAnswer {
  readonly text: string;
  /** Status codes of the answers, in order. */
  readonly statuses: readonly number[];
  readonly closed: boolean;
}

/** Sends bytes as they are, so that no client library makes them decent first. Waits `quietMs` for the server. */
export const sendRaw = (port: number, text: string, quietMs = 300): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    let closed = false;
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), quietMs);
    };
    socket.on("connect", () => {
      socket.write(text, "latin1");
      wait();
    });
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      wait();
    });
    socket.on("end", () => {
      closed = true;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
      closed = true;
    });
    socket.on("close", () => {
      clearTimeout(timer);
      const statuses = [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
      resolve({ text: received, statuses, closed });
    });
  });
