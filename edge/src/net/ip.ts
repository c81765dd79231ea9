import ipaddr from "ipaddr.js";

/** An address as 32-bit words: one for IPv4, four for IPv6. IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2) is IPv4. */
export interface Address {
  /** Canonical text: RFC 5952 for IPv6. */
  readonly text: string;
  readonly words: readonly number[];
  /** What limits count by: the address, or the /64 of an IPv6 address, which one subscriber has whole. */
  readonly limitKey: string;
}

const fourParts = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** Parses an address without port and zone. `undefined` for everything else, `127.1`, `0x7f.0.0.1` and `010.0.0.1` included. */
export const parseAddress = (text: string): Address | undefined => {
  const parts = fourParts.exec(text);
  if (parts !== null) return fromParts(parts);
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  const parsed = ipaddr.IPv6.parse(text);
  if (parsed.isIPv4MappedAddress()) return parseAddress(parsed.toIPv4Address().toString());
  const words: number[] = [];
  for (let at = 0; at < 8; at += 2) words.push((((parsed.parts[at] ?? 0) << 16) | (parsed.parts[at + 1] ?? 0)) >>> 0);
  return { text: parsed.toRFC5952String(), words, limitKey: `${words[0]}:${words[1]}` };
};

/** Splits what a socket reports, `192.0.2.1:443` or `[2001:db8::1]:443`, and parses the address. */
export const parseSocketAddress = (text: string): Address | undefined => {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
  if (bracketed !== null) return parseAddress(bracketed[1] ?? "");
  const colon = text.indexOf(":");
  return parseAddress(colon === text.lastIndexOf(":") && colon !== -1 ? text.slice(0, colon) : text);
};

const fromParts = (parts: RegExpExecArray): Address | undefined => {
  let word = 0;
  for (let at = 1; at <= 4; at++) {
    const part = Number(parts[at]);
    if (part > 255) return undefined;
    word = ((word << 8) | part) >>> 0;
  }
  return { text: parts[0], words: [word], limitKey: parts[0] };
};
