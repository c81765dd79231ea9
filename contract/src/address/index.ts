export { type Address, parseAddress, parseSocketAddress } from "./address.ts";
export { admits, CidrError, type CidrMatcher, canonicalCidr, cidrMatcher } from "./cidr.ts";
