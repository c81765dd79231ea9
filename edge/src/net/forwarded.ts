import type { CidrMatcher } from "@bailiwick/contract/address";
import { type Address, parseAddress } from "@bailiwick/contract/address";

/**
 * The client behind trusted proxies: walks `X-Forwarded-For` from the right, past every address in `trusted`; the first
 * other one is the client. A peer that is not trusted is the client itself, whatever it sends. `undefined` when a trusted
 * proxy passed on something that is no address.
 */
export const clientBehind = (peer: Address, forwardedFor: string | null, trusted: CidrMatcher): Address | undefined => {
  if (forwardedFor === null || !trusted(peer)) return peer;
  let client = peer;
  const hops = forwardedFor.split(",");
  for (let at = hops.length - 1; at >= 0; at--) {
    const hop = parseAddress((hops[at] as string).trim());
    if (hop === undefined) return undefined;
    client = hop;
    if (!trusted(hop)) break;
  }
  return client;
};
