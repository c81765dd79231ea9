import { lookup } from "node:dns";
import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";

/** Larger than the map of a million tenants; a peer that sends more is cut off. */
const maxBytes = 32 * 1024 * 1024;

export interface FetchedMap {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string | undefined;
}

export interface FetchMapOptions {
  /** Has the edge ask its core API first (RFC 9111 section 5.2.1.4). @default false */
  readonly newest?: boolean;
}

/**
 * A peer region's map from its edge; `unchanged` when its tag is still `unlessEtag`. The map proves itself by its signature;
 * TLS only keeps a bystander from withholding a newer one unseen. Rejects on any other answer than 200 and 304, on more than
 * 32 MiB and after five seconds.
 */
export const fetchPinMap = (
  url: string,
  unlessEtag?: string,
  { newest = false }: FetchMapOptions = {},
): Promise<FetchedMap | "unchanged"> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(unlessEtag === undefined ? {} : { "if-none-match": unlessEtag }),
      ...(newest ? { "cache-control": "no-cache" } : {}),
    };
    const sent = request(url, { headers, lookup: loopbackLookup, signal: AbortSignal.timeout(5000) }, (response) => {
      if (response.statusCode === 304) {
        response.resume();
        return resolve("unchanged");
      }
      if (response.statusCode !== 200) {
        response.resume();
        return reject(new Error(`${url} answered ${response.statusCode}`));
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) response.destroy(new Error(`${url} sent more than ${maxBytes} bytes`));
        else chunks.push(chunk);
      });
      response.on("end", () => resolve({ bytes: new Uint8Array(Buffer.concat(chunks)), etag: response.headers.etag }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });

/** `localhost` and every name below it are this machine (RFC 6761 section 6.3); not every resolver knows. */
export const loopbackLookup: LookupFunction = (hostname, options, callback) => {
  if (isIP(hostname) !== 0 || !/(^|\.)localhost\.?$/i.test(hostname)) return lookup(hostname, options, callback);
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};
