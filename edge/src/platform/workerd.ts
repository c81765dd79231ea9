import { type Address, type CidrMatcher, cidrMatcher, parseSocketAddress } from "@bailiwick/contract/address";
import { clientBehind } from "../net/forwarded.ts";
import type { Platform } from "./index.ts";

/** Addresses remembered in parsed form. */
const remembered = 4096;

/**
 * workerd states the peer of the socket in `request.cf.clientIp`, with its port. Headers count only from a trusted hop, of which there is one at most.
 * A socket configured with `cfBlobHeader` would let a client write `request.cf` itself: ours never is.
 */
export const workerdPlatform = (trustedHops: readonly string[]): Platform => {
  const trusted: CidrMatcher | undefined = trustedHops.length === 0 ? undefined : cidrMatcher(trustedHops);
  const parsed = new Map<string, Address | undefined>();

  const peerOf = (socketAddress: string): Address | undefined => {
    const host = socketAddress.slice(0, socketAddress.lastIndexOf(":"));
    const known = parsed.get(host);
    if (known !== undefined) return known;
    const address = parseSocketAddress(socketAddress);
    if (parsed.size >= remembered) parsed.clear();
    parsed.set(host, address);
    return address;
  };

  return {
    clientAddress({ cf, headers }) {
      const socketAddress = (cf as { readonly clientIp?: unknown } | undefined)?.clientIp;
      const peer = typeof socketAddress === "string" ? peerOf(socketAddress) : undefined;
      if (peer === undefined || trusted === undefined) return peer;
      return clientBehind(peer, headers.get("x-forwarded-for"), trusted);
    },
  };
};
