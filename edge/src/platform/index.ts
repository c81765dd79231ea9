import type { Address } from "../net/ip.ts";

/** What differs between the runtimes in front of the steps. */
export interface Platform {
  /** The client's address, or `undefined` when it cannot be established. */
  clientAddress(request: Request): Address | undefined;
}
