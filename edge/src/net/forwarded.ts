import type { CidrMatcher } from "@bailiwick/contract/address";
import { type Address, parseAddress } from "@bailiwick/contract/address";

/**
 * The client behind a load balancer: the last entry of `X-Forwarded-For`, which is what the balancer itself saw and added,
 * where the peer is in `trusted`. What stands before it was written by whoever asked, and is never read: a client may have an
 * address in the balancer's own range. A peer that is not trusted is the client itself, whatever it sends. `undefined` when
 * a trusted peer passed on something that is no address.
 */
export const clientBehind = (peer: Address, forwardedFor: string | null, trusted: CidrMatcher): Address | undefined => {
  if (forwardedFor === null || !trusted(peer)) return peer;
  return parseAddress(forwardedFor.slice(forwardedFor.lastIndexOf(",") + 1).trim());
};
