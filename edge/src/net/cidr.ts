import { type Address, parseAddress } from "./ip.ts";

/** True when the address lies in one of the compiled ranges. */
export type CidrMatcher = (address: Address) => boolean;

export class CidrError extends Error {
  override readonly name = "CidrError";
}

/**
 * Compiles ranges in CIDR notation (RFC 4632, RFC 4291 section 2.3); a bare address is a range of one. Host bits are
 * ignored. Throws `CidrError` for text that is neither. No ranges match no address.
 */
export const cidrMatcher = (ranges: readonly string[]): CidrMatcher => {
  const four: number[] = [];
  const six: number[] = [];
  for (const range of ranges) {
    const { words, bits } = parseRange(range);
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

const parseRange = (range: string): { words: readonly number[]; bits: number } => {
  const [text = "", length, ...rest] = range.split("/");
  const address = parseAddress(text);
  // A mapped address would silently change what its prefix length counts.
  if (address === undefined || rest.length > 0 || (address.words.length === 1 && text.includes(":"))) {
    throw new CidrError("a range must be an IPv4 or IPv6 address, or one with a prefix length such as 10.0.0.0/8");
  }
  const most = 32 * address.words.length;
  if (length === undefined) return { words: address.words, bits: most };
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > most) {
    throw new CidrError(`a prefix length must be a number from 0 to ${most}`);
  }
  return { words: address.words, bits: Number(length) };
};
