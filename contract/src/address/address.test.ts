import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress, parseSocketAddress } from "./address.ts";

describe("parseAddress", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1", [0xc0000201]],
    ["255.255.255.255", "255.255.255.255", [0xffffffff]],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1", [0x20010db8, 0, 0, 1]],
    ["::", "::", [0, 0, 0, 0]],
    ["::ffff:192.0.2.1", "192.0.2.1", [0xc0000201]],
    ["::ffff:c000:201", "192.0.2.1", [0xc0000201]],
  ])("reads %s as %s", (text, canonical, words) => {
    expect(parseAddress(text)).toMatchObject({ text: canonical, words });
  });

  it.each([
    "",
    "1.2.3",
    "127.1",
    "0x7f.0.0.1",
    "010.0.0.1",
    "1.2.3.256",
    "1.2.3.4 ",
    "1.2.3.4:80",
    "fe80::1%eth0",
    "::1::",
    "example",
    "2130706433",
  ])("does not read %j", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it("counts an IPv6 subscriber by its /64", () => {
    expect(parseAddress("2001:db8:1:2::1")?.limitKey).toBe(parseAddress("2001:db8:1:2:ffff::9")?.limitKey);
    expect(parseAddress("2001:db8:1:2::1")?.limitKey).not.toBe(parseAddress("2001:db8:1:3::1")?.limitKey);
  });

  it("gives every IPv4 address its own word and reads its own text back", () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const address = parseAddress(text);
        const word = text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
        expect(address).toEqual({ text, words: [word], limitKey: text });
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = parseAddress(text);
        expect(address).toBeDefined();
        expect(parseAddress(address?.text ?? "")).toEqual(address);
      }),
    );
  });
});

describe("parseSocketAddress", () => {
  it.each([
    ["127.0.0.1:44912", "127.0.0.1"],
    ["127.0.0.1", "127.0.0.1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
  ])("takes the address of %s", (text, expected) => {
    expect(parseSocketAddress(text)?.text).toBe(expected);
  });

  it.each(["unix:/run/edge.sock", "[2001:db8::1", ":80", ""])("knows no address in %j", (text) => {
    expect(parseSocketAddress(text)).toBeUndefined();
  });
});
