import fc from "fast-check";
import { expect, test } from "vitest";
import { admits, canonicalCidr } from "./index.ts";

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["192.0.2.1", "192.0.2.1/32"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["2001:db8:0:0:0:0:0:1", "2001:db8::1/128"],
  ["::/0", "::/0"],
  ["::ffff:192.0.2.0/120", "192.0.2.0/24"],
  ["::ffff:c000:0201", "192.0.2.1/32"],
])("%s is %s", (text, canonical) => expect(canonicalCidr(text)).toBe(canonical));

test.each([
  "10.0.0.1/8",
  "2001:db8::1/32",
  "10.0.0.0/33",
  "::/129",
  "10.1",
  "010.0.0.1",
  "0x0a.0.0.1",
  "2130706433",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "10.0.0.0/",
  "fe80::1%eth0",
  "example.org",
  "",
  "::ffff:0:0/95",
])("%s is none", (text) => expect(canonicalCidr(text)).toBeUndefined());

test("a canonical form is its own canonical form, and holds exactly its addresses", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (address, length, client) => {
      const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
      const size = 2 ** (32 - length);
      const base = Math.floor(number(address) / size) * size;
      const network = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".");
      const canonical = canonicalCidr(`${network}/${length}`);
      expect(canonical).toBe(`${network}/${length}`);
      expect(admits([`${network}/${length}`], client)).toBe(Math.floor(number(client) / size) * size === base);
    }),
  );
});

test("families do not mix, except for the mapped form of an IPv4 address", () => {
  expect(admits(["0.0.0.0/0"], "2001:db8::1")).toBe(false);
  expect(admits(["::/0"], "192.0.2.1")).toBe(false);
  expect(admits(["192.0.2.0/24"], "::ffff:192.0.2.1")).toBe(true);
  expect(admits(["192.0.2.0/24"], "-")).toBe(false);
  expect(admits([], "192.0.2.1")).toBe(false);
});
