import { describe, expect, it } from "vitest";
import { isRegionId, parseRegistry, RegistryError, regionById, tenantEndpoint } from "./index.ts";

const key = "A".repeat(43);
const region = (id: string, over: object = {}) => ({
  id,
  jurisdiction: "eu",
  baseUrl: `https://${id}.flowguard.example`,
  pinKeys: [key],
  ...over,
});
const registry = (over: object = {}) => ({
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions: [region("westeurope"), region("eu-west-1", { pinKeys: [key, `${"_".repeat(42)}8`] })],
  ...over,
});
const withRegion = (over: object) => registry({ regions: [region("westeurope", over)] });

describe("parseRegistry", () => {
  it("takes a registry and leaves out what it does not know", () => {
    expect(parseRegistry({ ...registry(), comment: "x" })).toStrictEqual(registry());
    expect(parseRegistry(withRegion({ comment: "x" }))).toStrictEqual(withRegion({}));
  });

  it("takes ports and 64 regions", () => {
    const regions = Array.from({ length: 64 }, (_, at) =>
      region(`r${at}`, { baseUrl: `https://r${at}.flowguard.localhost:8444` }),
    );
    expect(parseRegistry(registry({ regions })).regions).toHaveLength(64);
  });

  it.each([
    ["undefined", undefined, "registry must be an object"],
    ["null", null, "registry must be an object"],
    ["a list", [], "registry must be an object"],
    ["text", "{}", "registry must be an object"],
    ["no product", registry({ product: undefined }), "registry.product must match"],
    ["an upper-case product", registry({ product: "FlowGuard" }), "registry.product must match"],
    ["no regions", registry({ regions: undefined }), "registry.regions must list a region"],
    ["an empty list of regions", registry({ regions: [] }), "registry.regions must list a region"],
    [
      "65 regions",
      registry({ regions: Array.from({ length: 65 }, (_, at) => region(`r${at}`)) }),
      "registry.regions must not list more than 64 regions",
    ],
    [
      "a region twice",
      registry({ regions: [region("a"), region("a", { baseUrl: "https://b.example" })] }),
      "a region twice",
    ],
    [
      "two regions behind one origin",
      registry({ regions: [region("a"), region("b", { baseUrl: "https://a.flowguard.example" })] }),
      "registry must not use an origin twice",
    ],
    [
      "a region behind the region-less origin",
      withRegion({ baseUrl: "https://flowguard.example" }),
      "registry must not use an origin twice",
    ],
    ["a region that is text", registry({ regions: ["westeurope"] }), "registry.regions[0] must be an object"],
    [
      "a second region that is null",
      registry({ regions: [region("a"), null] }),
      "registry.regions[1] must be an object",
    ],
    ["an id with an underscore", withRegion({ id: "west_europe" }), "registry.regions[0].id must match"],
    ["an id of 33 characters", withRegion({ id: "a".repeat(33) }), "registry.regions[0].id must match"],
    ["an id that is a number", withRegion({ id: 1 }), "registry.regions[0].id must match"],
    ["an id with a line feed", withRegion({ id: "a\n" }), "registry.regions[0].id must match"],
    ["no jurisdiction", withRegion({ jurisdiction: "" }), "registry.regions[0].jurisdiction must match"],
    ["no pin keys", withRegion({ pinKeys: undefined }), "registry.regions[0].pinKeys must list a key"],
    ["an empty list of pin keys", withRegion({ pinKeys: [] }), "registry.regions[0].pinKeys must list a key"],
    ["a short pin key", withRegion({ pinKeys: [key, "A".repeat(42)] }), "registry.regions[0].pinKeys[1] must match"],
    ["a padded pin key", withRegion({ pinKeys: [`${key}=`] }), "registry.regions[0].pinKeys[0] must match"],
    [
      "a pin key with spare bits",
      withRegion({ pinKeys: [`${"A".repeat(42)}B`] }),
      "registry.regions[0].pinKeys[0] must match",
    ],
    [
      "a pin key of plain base64",
      withRegion({ pinKeys: [`${"A".repeat(41)}+A`] }),
      "registry.regions[0].pinKeys[0] must match",
    ],
  ])("refuses %s", (_, value, message) => {
    expect(() => parseRegistry(value)).toThrow(RegistryError);
    expect(() => parseRegistry(value)).toThrow(message);
  });

  it.each([
    ["nothing", undefined],
    ["no scheme", "westeurope.flowguard.example"],
    ["plain http", "http://westeurope.flowguard.example"],
    ["a trailing slash", "https://westeurope.flowguard.example/"],
    ["a path", "https://westeurope.flowguard.example/api"],
    ["a query", "https://westeurope.flowguard.example?"],
    ["user information", "https://user@westeurope.flowguard.example"],
    ["upper case", "https://WestEurope.flowguard.example"],
    ["the default port", "https://westeurope.flowguard.example:443"],
    ["a final dot", "https://westeurope.flowguard.example."],
    ["an IPv4 address", "https://203.0.113.7"],
    ["an IPv6 address", "https://[2001:db8::1]"],
    ["an empty label", "https://west..example"],
    ["an underscore", "https://west_europe.example"],
  ])("refuses an origin with %s", (_, url) => {
    expect(() => parseRegistry(withRegion({ baseUrl: url }))).toThrow(
      "registry.regions[0].baseUrl must be an https origin",
    );
    expect(() => parseRegistry(registry({ globalUrl: url }))).toThrow("registry.globalUrl must be an https origin");
  });
});

describe("a region", () => {
  const parsed = parseRegistry(registry());

  it("is found by its id", () => {
    expect(regionById(parsed, "eu-west-1")?.baseUrl).toBe("https://eu-west-1.flowguard.example");
    expect(regionById(parsed, "us-east-1")).toBeUndefined();
    expect(regionById(parsed, "constructor")).toBeUndefined();
  });

  it.each([
    ["https://westeurope.flowguard.example", "https://acme.westeurope.flowguard.example"],
    ["https://westeurope.flowguard.localhost:8444", "https://acme.westeurope.flowguard.localhost:8444"],
  ])("at %s serves a tenant at %s", (baseUrl, endpoint) => {
    expect(tenantEndpoint({ id: "westeurope", jurisdiction: "eu", baseUrl, pinKeys: [key] }, "acme")).toBe(endpoint);
  });

  it("does not read a pattern into a slug", () => {
    const westeurope = { id: "westeurope", jurisdiction: "eu", baseUrl: "https://w.example", pinKeys: [key] };
    expect(tenantEndpoint(westeurope, "$&")).toBe("https://$&.w.example");
  });

  it("has an id of lower-case letters, digits and hyphens", () => {
    for (const id of ["westeurope", "eu-west-1", "1", "a".repeat(32)]) expect(isRegionId(id)).toBe(true);
    for (const id of ["", "-a", "A", "a.b", "a".repeat(33), "a\n"]) expect(isRegionId(id)).toBe(false);
  });
});
