import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { type Address, parseAddress } from "./address.ts";
import { CidrError, cidrMatcher } from "./cidr.ts";

const address = (text: string): Address => parseAddress(text) as Address;

describe("cidrMatcher", () => {
  it.each([
    [["10.0.0.0/8"], "10.255.0.1", true],
    [["10.0.0.0/8"], "11.0.0.1", false],
    [["10.1.2.3/8"], "10.9.9.9", true],
    [["192.0.2.1"], "192.0.2.1", true],
    [["192.0.2.1"], "192.0.2.2", false],
    [["0.0.0.0/0"], "203.0.113.9", true],
    [["0.0.0.0/0"], "2001:db8::1", false],
    [["::/0"], "203.0.113.9", false],
    [["::/0"], "2001:db8::1", true],
    [["2001:db8::/33"], "2001:db8:7fff::1", true],
    [["2001:db8::/33"], "2001:db8:8000::1", false],
    [["2001:db8::1/128"], "2001:db8::1", true],
    [["10.0.0.0/8", "192.0.2.0/24"], "192.0.2.200", true],
    [["10.0.0.0/8"], "::ffff:10.1.1.1", true],
    [["::ffff:10.0.0.0/104"], "10.1.1.1", true],
    [["::ffff:10.0.0.0/104"], "11.1.1.1", false],
    [["::10.0.0.0/104"], "10.1.1.1", false],
    [["::10.0.0.0/104"], "::a01:101", true],
    [[], "10.0.0.1", false],
  ])("%j holds %s: %s", (ranges, text, expected) => {
    expect(cidrMatcher(ranges)(address(text))).toBe(expected);
  });

  it.each([
    "",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0.0/8/8",
    "10.0.0/8",
    "::/129",
    "::ffff:0:0/95",
    "all",
    "10.0.0.0/ 8",
  ])("refuses the range %j", (range) => {
    expect(() => cidrMatcher([range])).toThrow(CidrError);
  });

  it("agrees with ipaddr.js", () => {
    const range = (ip: fc.Arbitrary<string>, most: number) => fc.tuple(ip, fc.integer({ min: 0, max: most }));
    const agree = (ip: fc.Arbitrary<string>, most: number) =>
      fc.property(fc.array(range(ip, most), { maxLength: 4 }), ip, fc.boolean(), (ranges, outside, near) => {
        // Half of the time an address beside a range's own, so that both answers occur.
        const text = near && ranges[0] !== undefined ? ranges[0][0] : outside;
        const parsed = address(text);
        if (parsed.words.length !== most / 32) return;
        const expected = ranges.some(([network, bits]) => {
          const other = ipaddr.parse(network);
          return ipaddr.parse(text).match(other, bits);
        });
        expect(cidrMatcher(ranges.map(([network, bits]) => `${network}/${bits}`))(parsed)).toBe(expected);
      });
    fc.assert(agree(fc.ipV4(), 32), { numRuns: 500 });
    const six = fc.ipV6().filter((text) => address(text).words.length === 4);
    fc.assert(agree(six, 128), { numRuns: 500 });
  });
});
