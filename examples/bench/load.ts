import { connect, type Socket } from "node:net";
import { quantile } from "./statistics.ts";

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Bytes of the next request; called once a request, so that each can carry its own signature. */
  readonly next: () => Buffer;
  /** Status every answer must have: a benchmark of errors is worthless. */
  readonly status: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
}

/**
 * Closed-loop load over keep-alive HTTP/1.1 connections on loopback, one request in flight on each. Rejects as soon as an
 * answer has another status or a connection breaks.
 */
export const drive = async (options: LoadOptions): Promise<LoadResult> => {
  const started = performance.now();
  const deadline = started + options.seconds * 1000;
  const latencies: number[] = [];
  await Promise.all(Array.from({ length: options.connections }, () => connection(options, deadline, latencies)));
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds: (performance.now() - started) / 1000,
    p50Millis: quantile(latencies, 0.5),
    p99Millis: quantile(latencies, 0.99),
  };
};

const connection = ({ port, next, status }: LoadOptions, deadline: number, latencies: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const expected = `HTTP/1.1 ${status} `;
    let sentAt = 0;
    let pending = "";
    const send = () => {
      sentAt = performance.now();
      socket.write(next());
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (chunk) => {
      pending = pending === "" ? chunk.toString("latin1") : pending + chunk.toString("latin1");
      if (!isComplete(pending)) return;
      if (!pending.startsWith(expected)) {
        reject(new Error(`expected ${expected.trim()}, got: ${pending.slice(0, 600)}`));
        socket.destroy();
        return;
      }
      pending = "";
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now >= deadline) socket.destroy();
      else send();
    });
  });

/** True when `text` holds one whole response (RFC 9112 section 6): by Content-Length, or ended by the last chunk. */
const isComplete = (text: string): boolean => {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return false;
  const head = text.slice(0, headEnd).toLowerCase();
  const at = head.indexOf("\r\ncontent-length:");
  if (at !== -1) return text.length >= headEnd + 4 + Number.parseInt(head.slice(at + 17), 10);
  return text.endsWith("0\r\n\r\n") || (/^http\/1\.1 (204|304)/.test(head) && text.length === headEnd + 4);
};
