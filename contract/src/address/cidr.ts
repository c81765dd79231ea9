import { type Address, addressOf, isMapped, parseAddress, parseIpv4 } from "./address.ts";
import { parseIpv6 } from "./ipv6.ts";

/** A range of addresses. */
export interface Cidr {
  /** One for IPv4, four for IPv6; the bits behind the prefix may be set. */
  readonly words: readonly number[];
  /** Length of the prefix. */
  readonly bits: number;
}

export class CidrError extends Error {
  override readonly name = "CidrError";
}

/**
 * Reads a range in CIDR notation (RFC 4632, RFC 4291 section 2.3); a bare address is a range of one. IPv4-mapped ranges are
 * ranges of IPv4, because that is how such a client is seen. Throws `CidrError` for anything else, without repeating it.
 */
export const parseCidr = (text: string): Cidr => {
  const [address = "", length, ...rest] = text.split("/");
  const four = parseIpv4(address);
  const words = four === undefined ? parseIpv6(address, parseIpv4) : [four];
  if (words === undefined || rest.length > 0) {
    throw new CidrError("a range must be an IPv4 or IPv6 address, or one with a prefix length such as 10.0.0.0/8");
  }
  const most = 32 * words.length;
  const bits = length === undefined ? most : /^(?:0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Number.NaN;
  if (!(bits <= most)) throw new CidrError(`a prefix length must be a number from 0 to ${most}`);
  if (words.length === 1 || !isMapped(words)) return { words, bits };
  // Wider than the mapping it would cover no IPv4 address at all: those are seen without their mapping.
  if (bits < 96) throw new CidrError("a range of IPv4-mapped addresses has a prefix length of at least 96");
  return { words: words.slice(3), bits: bits - 96 };
};

/** True when the address lies in one of the compiled ranges. */
export type CidrMatcher = (address: Address) => boolean;

/** Compiles ranges. Host bits are ignored. Throws `CidrError` for text that is no range. No ranges match no address. */
export const cidrMatcher = (ranges: readonly string[]): CidrMatcher => {
  const four: number[] = [];
  const six: number[] = [];
  for (const range of ranges) {
    const { words, bits } = parseCidr(range);
    const into = words.length === 1 ? four : six;
    words.forEach((word, at) => {
      const mask = wordMask(bits - 32 * at);
      into.push((word & mask) >>> 0, mask);
    });
  }
  const compiledFour = Uint32Array.from(four);
  const compiledSix = Uint32Array.from(six);
  return ({ words }) => contains(words.length === 1 ? compiledFour : compiledSix, words);
};

/**
 * The canonical text of a range: `10.0.0.0/8`, `2001:db8::/32`; a single address gets its full prefix. `undefined` for
 * anything else, and for a range whose host bits are set: it would admit more than it seems to.
 */
export const canonicalCidr = (text: string): string | undefined => {
  try {
    const { words, bits } = parseCidr(text);
    if (words.some((word, at) => (word & ~wordMask(bits - 32 * at)) !== 0)) return undefined;
    return `${addressOf(words).text}/${bits}`;
  } catch (error) {
    if (error instanceof CidrError) return undefined;
    throw error;
  }
};

/** True when one of the ranges holds the address given as text. Throws `CidrError` as `cidrMatcher` does. */
export const admits = (ranges: readonly string[], address: string): boolean => {
  const client = parseAddress(address);
  return client !== undefined && cidrMatcher(ranges)(client);
};

/** Ranges are pairs of network and mask, `words.length` pairs each. */
const contains = (ranges: Uint32Array, words: readonly number[]): boolean => {
  const step = 2 * words.length;
  for (let start = 0; start < ranges.length; start += step) {
    let at = 0;
    while (
      at < words.length &&
      ((words[at] as number) & (ranges[start + 2 * at + 1] as number)) >>> 0 === ranges[start + 2 * at]
    )
      at++;
    if (at === words.length) return true;
  }
  return false;
};

const wordMask = (bits: number): number =>
  bits <= 0 ? 0 : bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
