import { type Address, parseAddress } from "@bailiwick/contract/address";
import type { Platform } from "./index.ts";

/** Cloudflare overwrites `CF-Connecting-IP` on every request from outside; no other header is believed. */
export const cloudflarePlatform = (): Platform => ({
  clientAddress({ headers }): Address | undefined {
    const address = headers.get("cf-connecting-ip");
    return address === null ? undefined : parseAddress(address);
  },
});
