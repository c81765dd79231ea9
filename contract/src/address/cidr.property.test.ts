import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { admits, canonicalCidr, cidrMatcher, parseAddress } from "./index.ts";

/** Groups that meet the special blocks often: unspecified, IPv4-compatible, IPv4-mapped, NAT64. */
const group = fc.oneof(fc.constantFrom(0, 0, 0, 0xffff, 1, 0x64, 0xff9b), fc.integer({ min: 0, max: 0xffff }));
const sixNumber = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((sum, one) => (sum << 16n) | BigInt(one), 0n));
const hexGroups = (value: bigint): readonly number[] =>
  Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - 16 * at)) & 0xffffn));

/** All eight groups; six and an IPv4 part at the end; that without its leading zeros, as databases print it. */
const spell = (value: bigint, form: number): string => {
  const groups = hexGroups(value);
  const hex = groups.map((one) => one.toString(16));
  const last = [groups[6] ?? 0, groups[7] ?? 0].flatMap((one) => [one >> 8, one & 0xff]).join(".");
  const zeros = groups.slice(0, 6).findIndex((one) => one !== 0);
  const leading = zeros === -1 ? 6 : zeros;
  if (form === 0) return hex.join(":");
  if (form === 1 || leading < 2) return `${hex.slice(0, 6).join(":")}:${last}`;
  return `::${[...hex.slice(leading, 6), last].join(":")}`;
};
const mask = (length: number, bits: number): bigint => ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
const mapped = 0xffffn;

test("every range that has a canonical form is compiled from it, and holds exactly its addresses", () => {
  fc.assert(
    fc.property(sixNumber, fc.nat(128), fc.nat(2), sixNumber, fc.boolean(), (value, length, form, other, near) => {
      const network = value & mask(length, 128);
      const canonical = canonicalCidr(`${spell(network, form)}/${length}`);
      if (canonical === undefined) {
        expect([network >> 32n, length < 96]).toEqual([mapped, true]);
        return;
      }
      expect(canonicalCidr(canonical)).toBe(canonical);
      expect(canonical.includes(".")).toBe(network >> 32n === mapped && length >= 96);
      // Half of the time an address inside, so that both answers occur.
      const client = near ? network | (other & ~mask(length, 128)) : other;
      const isFour = (one: bigint): boolean => one >> 32n === mapped;
      const rangeIsFour = network >> 32n === mapped && length >= 96;
      const expected = (client & mask(length, 128)) === network && isFour(client) === rangeIsFour;
      const parsed = parseAddress(spell(client, 0));
      if (parsed === undefined) throw new Error("an address was not read");
      expect(cidrMatcher([canonical])(parsed)).toBe(expected);
      expect(admits([canonical], spell(client, form))).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

test("addresses are read as ipaddr.js reads them, in every form but the one it takes for another address", () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const parsed = parseAddress(text);
      if (/^::\d+\.\d+\.\d+\.\d+$/.test(text)) return; // deprecated IPv4-compatible, which it takes for IPv4-mapped
      const expected = ipaddr.process(text);
      expect(parsed?.text).toBe(expected instanceof ipaddr.IPv6 ? expected.toRFC5952String() : expected.toString());
      expect(parseAddress(parsed?.text ?? "")).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

test("what is read, and what is not, is what the URL standard's parser reads", () => {
  const piece = fc.constantFrom("0", "1", "ffff", "0db8", "12345", "g", ":", "::", "1.2.3.4", "1.2.3", "01.2.3.4", "");
  const url = (text: string): string | undefined => {
    try {
      return new URL(`http://[${text}]/`).hostname.slice(1, -1);
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, colons) => {
      const text = pieces.join(colons ? ":" : "");
      if (!text.includes(":")) return;
      const expected = url(text);
      const parsed = parseAddress(text);
      expect(parsed === undefined).toBe(expected === undefined);
      if (parsed !== undefined && !parsed.text.includes(".")) expect(parsed.text).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});
