import { headers as names } from "@bailiwick/contract/names";

/** Header fields a request may have, and the bytes of their names and values together. */
export const maxHeaderCount = 100;
export const maxHeaderBytes = 32 * 1024;

/** Fields of one connection (RFC 9110 section 7.6.1), and those a proxy decides for itself. */
const connection =
  "connection keep-alive te trailer transfer-encoding upgrade expect http2-settings content-length host";
/** Fields by which some server behind us would believe who asks, for what, or in which trace. */
const trusted = `forwarded via x-real-ip true-client-ip client-ip x-client-ip x-cluster-client-ip fastly-client-ip
  x-http-method-override x-http-method x-method-override x-rewrite-url x-host x-url-scheme front-end-https
  traceparent tracestate baggage ${names.requestId} ${names.clientRequestId}`;
const trustedPrefixes = /^(?:x-bailiwick|x-forwarded|x-original|x-envoy|x-amzn|x-middleware|proxy|cf)-/;

const dropped: ReadonlySet<string> = new Set(`${connection} ${trusted}`.split(/\s+/));
const requestIdShape = /^[A-Za-z0-9_.:-]{1,64}$/;

/**
 * Copies what the origin may see. `undefined` when the fields exceed their budget. A name with an underscore never passes:
 * servers that turn it into a hyphen would read it as a field we stripped.
 */
export const originHeaders = (received: Headers): Headers | undefined => {
  const listed = received.get("connection");
  const named = listed === null ? undefined : new Set(listed.toLowerCase().split(/\s*,\s*/));
  const passed = new Headers();
  let count = 0;
  let bytes = 0;
  for (const [name, value] of received) {
    count++;
    bytes += name.length + value.length;
    if (count > maxHeaderCount || bytes > maxHeaderBytes) return undefined;
    if (name.includes("_") || dropped.has(name) || named?.has(name) || trustedPrefixes.test(name)) continue;
    passed.append(name, value);
  }
  const clientRequestId = received.get(names.requestId);
  if (clientRequestId !== null && requestIdShape.test(clientRequestId)) {
    passed.set(names.clientRequestId, clientRequestId);
  }
  return passed;
};
