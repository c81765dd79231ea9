import * as z from "zod";

/** An IPv4 range. */
export interface Range {
  /** First address as a 32-bit number. */
  readonly base: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

/** Reads `a.b.c.d/p` without leading zeros, whose host bits are zero; `undefined` for anything else. */
export const parseRange = (text: string): Range | undefined => {
  // What reads 010 may take it for 8.
  if (/(?:^|[./])0\d/.test(text)) return undefined;
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (found === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = found.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const base = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
};

/** Writes a range as `a.b.c.d/p`. */
export const rangeText = ({ base, prefix }: Range): string =>
  `${[24, 16, 8, 0].map((shift) => (base >>> shift) & 255).join(".")}/${prefix}`;

/** The `at`-th of the equal parts of `range` that have the given prefix. Throws `RangeError` when there is none. */
export const partOf = (range: Range, prefix: number, at: number): Range => {
  if (prefix < range.prefix || prefix > 32 || at < 0 || at >= 2 ** (prefix - range.prefix)) {
    throw new RangeError(`${rangeText(range)} has no part ${at} of /${prefix}`);
  }
  return { base: range.base + at * 2 ** (32 - prefix), prefix };
};

/** True when two ranges share an address. */
export const overlap = (left: Range, right: Range): boolean => {
  const end = ({ base, prefix }: Range): number => base + 2 ** (32 - prefix);
  return left.base < end(right) && right.base < end(left);
};

/** True when every address of `part` is one of `whole`. */
export const covers = (whole: Range, part: Range): boolean => part.prefix >= whole.prefix && overlap(whole, part);

/** RFC 1918 and RFC 6598: ranges that nobody routes on the internet. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

const isPrivate = (range: Range): boolean =>
  privateRanges.some((text) => {
    const whole = parseRange(text);
    return whole !== undefined && covers(whole, range);
  });

/** Schema of a private IPv4 range between two sizes. */
export const cidr = ({ widest, narrowest }: { readonly widest: number; readonly narrowest: number }) =>
  z.string().superRefine((value, context) => {
    const range = parseRange(value);
    const refuse = (message: string): void => context.addIssue({ code: "custom", message });
    if (range === undefined)
      refuse("must be an IPv4 range whose host bits are zero, without leading zeros, such as 10.40.0.0/16");
    else if (!isPrivate(range))
      refuse("must lie in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10)");
    else if (range.prefix < widest || range.prefix > narrowest) refuse(`must be between /${widest} and /${narrowest}`);
  });
