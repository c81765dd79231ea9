import type { Address } from "@bailiwick/contract/address";

/** What differs between the runtimes in front of the steps. */
export interface Platform {
  /** The client's address, or `undefined` when it cannot be established. */
  clientAddress(request: Request): Address | undefined;
}
