import { type HostMatch, hostMatcher, type Registry } from "@bailiwick/contract/region";

/** Names remembered with their match; a name costs a cut and two look-ups otherwise. */
const remembered = 10_000;

/** The registry's host matcher with a memory for names that match. */
export const hostLookup = (registry: Registry): ((host: string) => HostMatch | undefined) => {
  const match = hostMatcher(registry);
  const known = new Map<string, HostMatch>();
  return function lookup(host) {
    const found = known.get(host);
    if (found !== undefined) return found;
    const matched = match(host);
    if (matched !== undefined) {
      if (known.size >= remembered) known.clear();
      known.set(host, matched);
    }
    return matched;
  };
};
