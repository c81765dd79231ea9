import ipaddr from "ipaddr.js";

/**
 * The canonical form of an address or range: `10.0.0.0/8`, `2001:db8::/32`; a single address gets its full prefix.
 * `undefined` for anything else, and for a range whose host bits are set: it would admit more than it seems to.
 */
export const canonicalCidr = (text: string): string | undefined => {
  if (!/^[0-9a-fA-F:.]+(?:\/\d{1,3})?$/.test(text)) return undefined;
  const [address = "", prefix] = text.split("/");
  const strict = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (!strict) return undefined; // "10.1" and octal forms mean different things to different programs
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === "ipv4" ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    // The edge sees such a client by its IPv4 address; a range that is wider than the mapping covers no IPv4 at all.
    return length < 96 ? undefined : canonicalCidr(`${parsed.toIPv4Address()}/${length - 96}`);
  }
  const network =
    parsed.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`);
  if (network.toNormalizedString() !== parsed.toNormalizedString()) return undefined;
  return `${parsed.toString()}/${length}`;
};

/** True when one of the canonical ranges holds the address. */
export const admits = (ranges: readonly string[], address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, length] = ipaddr.parseCIDR(range);
    return network.kind() === client.kind() && client.match(network, length);
  });
};
