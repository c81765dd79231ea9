import { describe, expect, it } from "vitest";
import { parseOwnRegistry, parseRegistry } from "./index.ts";

const own = "A".repeat(43);
const other = `${"B".repeat(42)}A`;
const entry = (id: string, pinKeys?: unknown) => ({
  id,
  jurisdiction: "eu",
  baseUrl: `https://${id}.flowguard.example`,
  ...(pinKeys === undefined ? {} : { pinKeys }),
});
const registry = (...regions: unknown[]) => ({
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions,
});
const parse = (value: unknown) => parseOwnRegistry(value, { region: "west", publicKey: own });

describe("parseOwnRegistry", () => {
  it.each([[[]], [undefined]])("trusts the region's own key where its entry lists %j", (keys) => {
    expect(parse(registry(entry("west", keys), entry("east", [other])))).toEqual(
      parseRegistry(registry(entry("west", [own]), entry("east", [other]))),
    );
  });

  it("believes no other region without a key", () => {
    expect(() => parse(registry(entry("west", []), entry("east", [])))).toThrow("registry.regions[1].pinKeys");
  });

  it("takes the registry's keys where the own one is among them", () => {
    const rotating = registry(entry("west", [other, own]));
    expect(parse(rotating)).toEqual(parseRegistry(rotating));
    expect(parse(registry(entry("east", [other]))).regions).toHaveLength(1);
  });

  it("refuses a key that the registry does not list", () => {
    expect(() => parse(registry(entry("west", [other])))).toThrow("do not list this region's key");
  });

  it.each([null, [], {}, { regions: "x" }, registry(null), registry(entry("west", "x"))])("refuses %j", (value) => {
    expect(() => parse(value)).toThrow(/^registry/);
  });
});
