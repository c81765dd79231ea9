import type { Address } from "@bailiwick/contract/address";
import { noTenant } from "@bailiwick/contract/signature";

/** What the steps have established about one request. Every field exists from the start, so that its shape never changes. */
export class Facts {
  /** Keeps the isolate alive for work that outlives the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The client's connection is TLS. */
  secure = false;
  /** Authority asked for: lower case, with its port where that is not 443. */
  host = "";
  /** Region of the host name, or `undefined` for the region-less one. */
  hostRegion: string | undefined = undefined;
  /** Tenant label of the host name. */
  hostSlug: string | undefined = undefined;
  /** Path and query, canonical. */
  target = "";
  /** Path alone. */
  path = "";
  /** CORS preflight (Fetch standard, section 3.2.2). */
  preflight = false;
  requestId = "";
  address: Address | undefined = undefined;
  /** Slug, or `noTenant`. */
  tenant: string = noTenant;
  /** `RateLimit` field of the answer, or empty. */
  rateLimit = "";
  /** `RateLimit-Policy` field of the answer, or empty. */
  rateLimitPolicy = "";
  /** Bytes a body of unknown length may have: it is counted while it passes. `undefined` where the length is stated. */
  countedBytes: number | undefined = undefined;

  constructor(waitUntil: (work: Promise<unknown>) => void) {
    this.waitUntil = waitUntil;
  }
}
