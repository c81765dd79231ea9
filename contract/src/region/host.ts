import { isTenantSlug } from "../names/index.ts";
import type { Registry } from "./registry.ts";

/** What a Host header says about who is asked for and where. */
export interface HostMatch {
  /** Region of the host name, or `undefined` for the region-less name. */
  readonly region: string | undefined;
  /** Tenant label in front of it, or `undefined`. */
  readonly slug: string | undefined;
}

/** A name and at most one port. ASCII only: the lower case of U+212A (Kelvin sign) is `k`, and no host name on the wire has it. */
const hostPattern = /^[A-Za-z0-9.-]+(?::[0-9]+)?$/;

/**
 * Compiles the registry's host names. The matcher takes a Host header as received (RFC 9110 section 7.2) and answers
 * `undefined` for a name this product does not have. Case does not matter. A port must be the registry's, or absent where
 * that is 443. A final dot is not stripped: to a browser `name.` is another origin with other cookies.
 */
export const hostMatcher = ({ globalUrl, regions }: Registry): ((host: string) => HostMatch | undefined) => {
  const bases = new Map<string, string | undefined>(regions.map(({ id, baseUrl }) => [new URL(baseUrl).host, id]));
  bases.set(new URL(globalUrl).host, undefined);
  return function match(host) {
    if (!hostPattern.test(host)) return undefined;
    const name = host.toLowerCase().replace(/:443$/, "");
    if (bases.has(name)) return { region: bases.get(name), slug: undefined };
    const dot = name.indexOf(".");
    const base = name.slice(dot + 1);
    const slug = name.slice(0, dot);
    if (dot < 1 || !bases.has(base) || !isTenantSlug(slug)) return undefined;
    return { region: bases.get(base), slug };
  };
};
