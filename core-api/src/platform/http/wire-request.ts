import type { HttpBindings } from "@hono/node-server";
import type { HeaderFields } from "./env.ts";

/** A request as it came over the wire, before any library has rewritten it. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly fields: HeaderFields;
}

/**
 * Reads Node's own message where there is one: building `Headers` and `URL` again would cost more than the signature.
 * Without it, as under `app.request()`, the `Request` itself is taken apart.
 */
export const wireRequest = (request: Request, bindings: Partial<HttpBindings> | undefined): WireRequest => {
  const incoming = bindings?.incoming;
  if (incoming !== undefined) {
    return { method: incoming.method ?? "GET", target: incoming.url ?? "/", fields: incoming.headers };
  }
  const { pathname, search, host } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    fields: { host, ...Object.fromEntries(request.headers) },
  };
};
