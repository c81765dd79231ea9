import { connect } from "node:net";

/** Everything a server sends for `text` on one connection, and whether it closed the connection. */
export interface RawAnswer {
  readonly text: string;
  /** Status codes of the answers, in order. */
  readonly statuses: readonly number[];
  readonly closed: boolean;
}

/** Time for an answer to come, and after a whole one for another that should not be there. */
const patienceMs = 5000;
const quietMs = 100;

/** Sends bytes as they are, so that no client library makes them decent first. */
export const sendRaw = (port: number, text: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    let closed = false;
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), isWhole(received) ? quietMs : patienceMs);
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

/** True when the last answer has come to its end. */
const isWhole = (received: string): boolean => {
  const last = received.slice(Math.max(0, received.lastIndexOf("HTTP/1.")));
  const end = last.indexOf("\r\n\r\n");
  const length = /^content-length: (\d+)/im.exec(last.slice(0, Math.max(0, end)))?.[1];
  return end !== -1 && (length === undefined || last.length >= end + 4 + Number(length));
};
