import { hostMatcher, type Registry } from "@bailiwick/contract/region";
import { LRUCache } from "lru-cache";

/** What the host name of a request says against the tenant its edge found. */
export type HostVerdict =
  | { readonly kind: "agrees" }
  | { readonly kind: "unknown-host" }
  | { readonly kind: "contradiction" }
  | { readonly kind: "elsewhere"; readonly region: string; readonly slug: string | undefined };

export interface HostRuleOptions {
  readonly registry: Registry;
  readonly region: string;
}

/**
 * Compares host name and tenant: a request must not name one tenant in its host and another in its header, nor another
 * region's host. `tenant` is `undefined` on a route without one, which only the region's bare host serves.
 */
export const hostRule = ({ registry, region }: HostRuleOptions) => {
  const match = hostMatcher(registry);
  const matches = new LRUCache<string, { readonly found: ReturnType<typeof match> }>({ max: 10_000 });

  return function judge(host: string, tenant: string | undefined): HostVerdict {
    let known = matches.get(host);
    if (known === undefined) {
      known = { found: match(host) };
      matches.set(host, known);
    }
    const { found } = known;
    // The region-less host has no origin: nothing that reaches one may name it.
    if (found?.region === undefined) return unknownHost;
    if (found.region !== region) return { kind: "elsewhere", region: found.region, slug: found.slug };
    return found.slug === undefined || found.slug === tenant ? agrees : contradiction;
  };
};

const agrees: HostVerdict = { kind: "agrees" };
const unknownHost: HostVerdict = { kind: "unknown-host" };
const contradiction: HostVerdict = { kind: "contradiction" };
