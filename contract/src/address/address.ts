import { formatIpv6, parseIpv6 } from "./ipv6.ts";

/** An address as 32-bit words: one for IPv4, four for IPv6. IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2) is IPv4. */
export interface Address {
  /** Canonical text: RFC 5952 for IPv6, and never with an IPv4 part, whose meaning programs disagree about. */
  readonly text: string;
  readonly words: readonly number[];
  /** What limits count by: the address, or the /64 of an IPv6 address, which one subscriber has whole. */
  readonly limitKey: string;
}

const fourParts = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** Parses an address without port and zone. `undefined` for everything else, `127.1`, `0x7f.0.0.1` and `010.0.0.1` included. */
export const parseAddress = (text: string): Address | undefined => {
  const four = parseIpv4(text);
  if (four !== undefined) return addressOf([four]);
  const six = parseIpv6(text, parseIpv4);
  if (six === undefined) return undefined;
  return addressOf(isMapped(six) ? six.slice(3) : six);
};

/** Splits what a socket reports, `192.0.2.1:443` or `[2001:db8::1]:443`, and parses the address. */
export const parseSocketAddress = (text: string): Address | undefined => {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
  if (bracketed !== null) return parseAddress(bracketed[1] ?? "");
  const colon = text.indexOf(":");
  return parseAddress(colon === text.lastIndexOf(":") && colon !== -1 ? text.slice(0, colon) : text);
};

/** The address that consists of these words. */
export const addressOf = (words: readonly number[]): Address => {
  const text = words.length === 1 ? formatIpv4(words[0] ?? 0) : formatIpv6(words);
  return { text, words, limitKey: words.length === 1 ? text : `${words[0]}:${words[1]}` };
};

/** True for four words that stand for an IPv4 address. */
export const isMapped = ([first, second, third]: readonly number[]): boolean =>
  first === 0 && second === 0 && third === 0xffff;

/** One word, or `undefined` for anything but four decimal parts without leading zeros. */
export const parseIpv4 = (text: string): number | undefined => {
  const parts = fourParts.exec(text);
  if (parts === null) return undefined;
  let word = 0;
  for (let at = 1; at <= 4; at++) {
    const part = Number(parts[at]);
    if (part > 255) return undefined;
    word = ((word << 8) | part) >>> 0;
  }
  return word;
};

const formatIpv4 = (word: number): string => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join(".");
