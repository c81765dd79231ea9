import type { Registry } from "@bailiwick/contract/region";
import type { Facts } from "./facts.ts";
import { hostLookup } from "./hosts.ts";

/** Says to a browser which pages may read an answer (Fetch standard, section 3.2). */
export interface Cors {
  /** True for a page of this product that may use the tenant's cookies: the tenant's own, or one without a tenant. */
  isOwn(origin: string, facts: Facts): boolean;
  /** Lets the product's own pages read `headers`' answer, with credentials; others not at all. */
  share(headers: Headers, origin: string | null, facts: Facts): void;
}

export const exposedHeaders = (regionEndpointHeader: string): string =>
  `${regionEndpointHeader}, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id`;

export const createCors = (registry: Registry): Cors => {
  const match = hostLookup(registry);

  const isOwn = (origin: string, { hostSlug }: Facts): boolean => {
    if (!origin.startsWith("https://")) return false;
    const host = match(origin.slice(8));
    return host !== undefined && (host.slug === undefined || host.slug === hostSlug);
  };
  const share = (headers: Headers, origin: string | null, facts: Facts): void => {
    headers.append("vary", "Origin");
    if (origin === null || !isOwn(origin, facts)) return;
    headers.set("access-control-allow-origin", origin);
    headers.set("access-control-allow-credentials", "true");
  };
  return { isOwn, share };
};

/** Sets what a preflight answer grants beside the origin. A cached grant is valid for `maxAgeSeconds`. */
export const grant = (headers: Headers, maxAgeSeconds: number): void => {
  headers.set("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
  headers.set(
    "access-control-allow-headers",
    "authorization, content-type, accept, idempotency-key, if-match, if-none-match, x-request-id",
  );
  headers.set("access-control-max-age", String(maxAgeSeconds));
};
