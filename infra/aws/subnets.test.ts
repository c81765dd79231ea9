import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlap, parseRange, type Range, rangeText } from "../config/cidr.ts";
import { subnetCidr, subnetKinds, zoneCount, zonesOf } from "./subnets.ts";

/** Every network the configuration allows, /16 to /20. */
const networks = fc
  .record({ prefix: fc.integer({ min: 16, max: 20 }), at: fc.nat() })
  .map(
    ({ prefix, at }): Range => ({ base: (10 * 2 ** 24 + (at % 2 ** (prefix - 8)) * 2 ** (32 - prefix)) >>> 0, prefix }),
  );

const zones = Array.from({ length: zoneCount }, (_, at) => at);
const read = (text: string): Range => {
  const range = parseRange(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
};

describe("subnets", () => {
  it("lie in the network and share no address, whatever the network", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const parts = subnetKinds.flatMap((kind) => zones.map((at) => read(subnetCidr(rangeText(network), kind, at))));
        for (const [at, part] of parts.entries()) {
          expect(part.prefix).toBeGreaterThan(network.prefix);
          expect(overlap(part, network)).toBe(true);
          for (const other of parts.slice(at + 1)) expect(overlap(part, other), rangeText(part)).toBe(false);
        }
      }),
    );
  });

  it("are large enough in the smallest network", () => {
    const size = (kind: (typeof subnetKinds)[number]): number => read(subnetCidr("10.0.0.0/20", kind, 2)).prefix;
    expect(size("private"), "a thousand tasks a zone").toBe(22);
    expect(size("database")).toBe(25);
    // A load balancer wants at least /27 with eight addresses free.
    expect(size("ingress")).toBeLessThanOrEqual(27);
    expect(size("egress"), "AWS accepts no smaller subnet than /28").toBeLessThanOrEqual(28);
  });

  it("are where they were: a moved subnet is a new one", () => {
    expect(subnetKinds.map((kind) => zones.map((at) => subnetCidr("10.40.0.0/16", kind, at)))).toEqual([
      ["10.40.0.0/18", "10.40.64.0/18", "10.40.128.0/18"],
      ["10.40.192.0/21", "10.40.200.0/21", "10.40.208.0/21"],
      ["10.40.224.0/22", "10.40.228.0/22", "10.40.232.0/22"],
      ["10.40.240.0/22", "10.40.244.0/22", "10.40.248.0/22"],
    ]);
  });

  it("are refused for a range that is none", () => {
    expect(() => subnetCidr("10.0.0.1/16", "private", 0)).toThrow(RangeError);
    expect(() => subnetCidr("10.0.0.0/30", "ingress", 0)).toThrow(RangeError);
  });
});

describe("zones", () => {
  it.each([
    ["eu-west-1", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["ca-central-1", ["ca-central-1a", "ca-central-1b", "ca-central-1d"]],
    ["ap-northeast-1", ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]],
  ])("of %s", (region, expected) => {
    expect(zonesOf(region)).toEqual(expected);
    expect(zonesOf(region)).toHaveLength(zoneCount);
  });
});
