import { noTenant } from "@bailiwick/contract/signature";
import type { Address } from "./net/ip.ts";

/** What the steps have established about one request. Every field exists from the start, so that its shape never changes. */
export interface Facts {
  /** Keeps the isolate alive for work that outlives the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The client's connection is TLS. */
  secure: boolean;
  /** Authority asked for: lower case, with its port where that is not 443. */
  host: string;
  /** Region of the host name, or `undefined` for the region-less one. */
  hostRegion: string | undefined;
  /** Tenant label of the host name. */
  hostSlug: string | undefined;
  /** Path and query, canonical. */
  target: string;
  /** Path alone. */
  path: string;
  /** CORS preflight (Fetch standard, section 3.2.2). */
  preflight: boolean;
  requestId: string;
  address: Address | undefined;
  /** Slug, or `noTenant`. */
  tenant: string;
  /** `RateLimit` field of the answer, or empty. */
  rateLimit: string;
  /** `RateLimit-Policy` field of the answer, or empty. */
  rateLimitPolicy: string;
  /** Set by the body step: bytes the request may still carry, counted while they pass. `undefined` where the length is known. */
  countedBytes: number | undefined;
}

export const newFacts = (waitUntil: (work: Promise<unknown>) => void): Facts => ({
  waitUntil,
  secure: false,
  host: "",
  hostRegion: undefined,
  hostSlug: undefined,
  target: "",
  path: "",
  preflight: false,
  requestId: "",
  address: undefined,
  tenant: noTenant,
  rateLimit: "",
  rateLimitPolicy: "",
  countedBytes: undefined,
});
