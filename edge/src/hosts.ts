import { type HostMatch, hostMatcher, type Registry } from "@bailiwick/contract/region";

/** A host name of the product. */
export interface KnownHost extends HostMatch {
  /** The name as it is signed and forwarded: lower case, without the port that https has anyway. */
  readonly name: string;
}

/** Names remembered with their match; a name costs a cut and two look-ups otherwise. */
const remembered = 10_000;

/** The registry's host matcher with a memory for names that match. */
export const hostLookup = (registry: Registry): ((host: string) => KnownHost | undefined) => {
  const match = hostMatcher(registry);
  const known = new Map<string, KnownHost>();
  return function lookup(host) {
    const found = known.get(host);
    if (found !== undefined) return found;
    const matched = match(host);
    if (matched === undefined) return undefined;
    const name = host.toLowerCase().replace(/:443$/, "");
    const result: KnownHost = { name, region: matched.region, slug: matched.slug };
    if (known.size >= remembered) known.clear();
    known.set(host, result);
    return result;
  };
};
