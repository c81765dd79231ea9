import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** What the origin saw of one request. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface TestOrigin {
  readonly port: number;
  /** Requests beside those of the edge for itself. */
  readonly seen: Seen[];
  /** Connections accepted so far. */
  connections(): number;
  /** Replaces what is answered to the next requests. */
  respond: (request: IncomingMessage, response: ServerResponse) => void;
  pins: Uint8Array;
  policies: unknown;
  close(): Promise<void>;
}

/**
 * A core API as far as the edge sees one: its two private documents, and an echo for everything else. With `tls` it speaks
 * HTTPS.
 */
export const startOrigin = async (
  pins: Uint8Array,
  policies: unknown,
  tls?: { readonly cert: string; readonly key: string },
): Promise<TestOrigin> => {
  let accepted = 0;
  const seen: Seen[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === "/internal/pins") return void response.setHeader("etag", '"1"').end(origin.pins);
    if (request.url === "/internal/edge-policies") return void response.end(JSON.stringify(origin.policies));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      const { method = "", url = "", headers, rawHeaders } = request;
      seen.push({ method, target: url, headers, rawHeaders, body: Buffer.concat(chunks).toString() });
      origin.respond(request, response);
    });
  };
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  server.on("connection", () => accepted++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin: TestOrigin = {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => accepted,
    respond: (_request, response) => void response.setHeader("server", "secret").end("ok"),
    pins,
    policies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return origin;
};
