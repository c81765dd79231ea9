import { headers as names } from "@bailiwick/contract/names";
import { decodeBase64Url } from "@bailiwick/contract/pins";
import { type EdgeKey, importEdgeKey, noTenant, noUser, sign, unsignedDigest } from "@bailiwick/contract/signature";

/** Whatever can fetch: a service binding, or the network. */
export interface Fetcher {
  fetch(request: Request): Promise<Response>;
}

/** What the edge vouches for. */
export interface Vouched {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly tenant: string;
  readonly requestId: string;
  readonly clientAddress: string;
}

/** The private hop to this region's core API. */
export interface Origin {
  /** Sets the trust headers on `headers`, signature included. */
  vouch(headers: Headers, vouched: Vouched): Promise<void>;
  fetch(request: Request): Promise<Response>;
  /** Fetches a document the core API has for its own edge. `etag` makes it conditional. */
  document(path: string, etag: string | undefined): Promise<Response>;
}

export interface OriginOptions {
  readonly fetcher: Fetcher;
  readonly region: string;
  /** Host of the region's base URL. */
  readonly host: string;
  /** JSON list of `{ id, secret }`, the current key first. */
  readonly keys: string;
}

const documentTimeoutMs = 5000;
/** The edge itself is the client of what it fetches for itself. */
const ownAddress = "127.0.0.1";

/** Throws `TypeError` when `keys` is not a list of keys. */
export const createOrigin = ({ fetcher, region, host, keys }: OriginOptions): Origin => {
  const [current] = parseKeys(keys);
  let imported: EdgeKey | undefined;

  const vouch = async (headers: Headers, vouched: Vouched): Promise<void> => {
    imported ??= await importEdgeKey(current.id, decodeBase64Url(current.secret));
    const time = Math.floor(Date.now() / 1000);
    const signature = await sign({ ...vouched, time, region, user: noUser, digest: unsignedDigest }, imported);
    headers.set(names.requestId, vouched.requestId);
    headers.set(names.tenant, vouched.tenant);
    headers.set(names.region, region);
    headers.set(names.clientAddress, vouched.clientAddress);
    headers.set(names.edgeKey, current.id);
    headers.set(names.edgeTime, String(time));
    headers.set(names.edgeSignature, signature);
  };

  return {
    vouch,
    fetch: (request) => fetcher.fetch(request),
    async document(path, etag) {
      const headers = new Headers(etag === undefined ? {} : { "if-none-match": etag });
      const requestId = crypto.randomUUID();
      await vouch(headers, {
        method: "GET",
        target: path,
        host,
        tenant: noTenant,
        requestId,
        clientAddress: ownAddress,
      });
      const signal = AbortSignal.timeout(documentTimeoutMs);
      return fetcher.fetch(new Request(`https://${host}${path}`, { headers, redirect: "manual", signal }));
    },
  };
};

const parseKeys = (text: string): readonly [SharedKey, ...SharedKey[]] => {
  const keys: unknown = JSON.parse(text);
  if (Array.isArray(keys) && keys.length > 0 && keys.every(isSharedKey)) return keys as [SharedKey, ...SharedKey[]];
  throw new TypeError("the edge keys must be a list of { id, secret }");
};

type SharedKey = Readonly<Record<"id" | "secret", string>>;
const isSharedKey = (value: Partial<SharedKey> | null): boolean =>
  typeof value?.id === "string" && typeof value.secret === "string";
