import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTenantSlug } from "../names/index.ts";
import { hostMatcher, type Registry } from "./index.ts";

const registry: Registry = {
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions: [
    { id: "westeurope", jurisdiction: "eu", baseUrl: "https://westeurope.flowguard.example", pinKeys: [] },
    { id: "local", jurisdiction: "eu", baseUrl: "https://local.flowguard.localhost:8444", pinKeys: [] },
    { id: "kirk", jurisdiction: "us", baseUrl: "https://kirk.flowguard.example", pinKeys: [] },
  ],
};
const match = hostMatcher(registry);

describe("host matcher", () => {
  it.each([
    ["flowguard.example", undefined, undefined],
    ["flowguard.example:443", undefined, undefined],
    ["westeurope.flowguard.example", "westeurope", undefined],
    ["westeurope.flowguard.example:443", "westeurope", undefined],
    ["WestEurope.FlowGuard.EXAMPLE", "westeurope", undefined],
    ["acme.westeurope.flowguard.example", "westeurope", "acme"],
    ["ACME.westeurope.flowguard.example:443", "westeurope", "acme"],
    ["acme.flowguard.example", undefined, "acme"],
    ["local.flowguard.localhost:8444", "local", undefined],
    ["acme.local.flowguard.localhost:8444", "local", "acme"],
    ["westeurope.westeurope.flowguard.example", "westeurope", "westeurope"],
    ["kirk.flowguard.example", "kirk", undefined],
  ])("reads %s as region %s, tenant %s", (host, region, slug) => {
    expect(match(host)).toStrictEqual({ region, slug });
  });

  it.each([
    ["nothing", ""],
    ["a dot", "."],
    ["a port", ":443"],
    ["another name", "flowguard.test"],
    ["a name that only ends alike", "evilflowguard.example"],
    ["a name that only begins alike", "flowguard.example.evil.test"],
    ["a region it does not have", "acme.northeurope.flowguard.example"],
    ["two labels before the region", "a.acme.westeurope.flowguard.example"],
    ["an empty label", ".westeurope.flowguard.example"],
    ["an empty label inside", "acme..westeurope.flowguard.example"],
    ["a label that cannot be a slug", "ac.westeurope.flowguard.example"],
    ["an A-label", "xn--bcher-kva.westeurope.flowguard.example"],
    ["a wildcard", "*.westeurope.flowguard.example"],
    ["a final dot", "acme.westeurope.flowguard.example."],
    ["a final dot before the port", "westeurope.flowguard.example.:443"],
    ["another port", "westeurope.flowguard.example:8444"],
    ["port 80", "westeurope.flowguard.example:80"],
    ["an empty port", "westeurope.flowguard.example:"],
    ["a padded port", "westeurope.flowguard.example:0443"],
    ["two ports", "westeurope.flowguard.example:443:443"],
    ["no port where the registry has one", "local.flowguard.localhost"],
    ["port 443 where the registry has another", "local.flowguard.localhost:443"],
    ["443 behind the registry's port", "local.flowguard.localhost:8444:443"],
    ["user information", "user@westeurope.flowguard.example"],
    ["a space", "westeurope.flowguard.example "],
    ["a path", "westeurope.flowguard.example/"],
    ["two names", "westeurope.flowguard.example,evil.test"],
    ["a Kelvin sign for k", "\u212Airk.flowguard.example"],
    ["a full-width letter", "\uff57esteurope.flowguard.example"],
    ["an object's own name", "constructor"],
  ])("refuses %s", (_, host) => {
    expect(match(host)).toBeUndefined();
  });

  const names = new Map([
    ["flowguard.example", undefined],
    ["westeurope.flowguard.example", "westeurope"],
    ["local.flowguard.localhost:8444", "local"],
    ["kirk.flowguard.example", "kirk"],
  ]);
  const base = fc.constantFrom(...names.keys());
  const slug = fc.stringMatching(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/).filter(isTenantSlug);
  const randomCase = (text: string) =>
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((upper) => [...text].map((character, at) => (upper[at] ? character.toUpperCase() : character)).join(""));

  it("finds every tenant of every region in any case", () => {
    const tenants = fc
      .tuple(slug, base)
      .chain(([label, name]) =>
        fc.record({ label: fc.constant(label), name: fc.constant(name), host: randomCase(`${label}.${name}`) }),
      );
    fc.assert(
      fc.property(tenants, ({ label, name, host }) => {
        const expected = names.has(`${label}.${name}`)
          ? { region: names.get(`${label}.${name}`), slug: undefined }
          : { region: names.get(name), slug: label };
        expect(match(host)).toStrictEqual(expected);
      }),
    );
  });

  it("never matches a name outside of the registry", () => {
    const piece = fc.oneof(
      base,
      fc.constantFrom(
        ".",
        ":",
        "443",
        "8444",
        "acme",
        "flowguard",
        "example",
        "localhost",
        "westeurope",
        "\n",
        " ",
        "@",
        "\u212A",
      ),
      fc.string({ maxLength: 3 }),
    );
    const host = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
      fc
        .tuple(base, fc.nat(40), fc.string({ unit: "binary", maxLength: 2 }))
        .map(([name, at, inserted]) => name.slice(0, at) + inserted + name.slice(at)),
    );
    fc.assert(
      fc.property(host, (text) => {
        const found = match(text);
        if (found === undefined) return;
        // The URL parser is the second opinion on case and default port.
        const written = new URL(`https://${text}`).host;
        const allowed = [...names].filter(([, region]) => region === found.region).map(([name]) => name);
        expect(allowed.map((name) => (found.slug === undefined ? name : `${found.slug}.${name}`))).toContain(written);
        expect(/^[!-~]+$/.test(text)).toBe(true);
        if (found.slug !== undefined) expect(isTenantSlug(found.slug)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
