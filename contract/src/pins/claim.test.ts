import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PinRecord } from "./build.ts";
import { goesBefore, type PinClaim } from "./claim.ts";
import { createPinDirectory } from "./directory.ts";
import { pinFormat, pinSections } from "./format.ts";
import { codeOf, issuedAt, pepper, signAnything, signedMap, testRegion, testRegistry } from "./signed-maps.fixture.ts";
import { verifyPinMap } from "./verify.ts";

const claim = (tenant: string, claimedAt = issuedAt - 5): PinRecord => ({ tenant, state: "claimed", claimedAt });

const holding = async (records: Readonly<Record<string, readonly PinRecord[]>>) => {
  const registry = testRegistry(...Object.keys(records));
  const directory = createPinDirectory({ registry, pepper, now: () => issuedAt });
  for (const [region, list] of Object.entries(records)) {
    expect(await directory.offer(region, await signedMap({ region, records: list }))).toMatchObject({ accepted: true });
  }
  return directory;
};

describe("a claim", () => {
  it("is nobody's tenant, and takes nothing from one that is there", async () => {
    const directory = await holding({
      a: [claim("acme"), claim("globex")],
      b: [{ tenant: "acme", state: "active" }, claim("globex", issuedAt - 9)],
      c: [claim("acme"), claim("initech")],
    });
    expect(await directory.lookup("acme")).toEqual({ kind: "pinned", region: "b", state: "active", epoch: 0 });
    for (const slug of ["globex", "initech"]) expect(await directory.lookup(slug)).toEqual({ kind: "unknown" });
    expect(await directory.claims("globex")).toEqual([
      { region: "a", claimedAt: issuedAt - 5 },
      { region: "b", claimedAt: issuedAt - 9 },
    ]);
    expect(await directory.claims("umbrella")).toEqual([]);
  });

  it("has the state of a suspended tenant, so that readers from before it still read the map", async () => {
    const map = await signedMap({ records: [claim("acme")] });
    const sections = pinSections(1, 1, map[pinFormat.offset.regionTableBytes] ?? 0);
    expect((map[sections.values] ?? 0) >> 6).toBe(3);
    const body = map.slice(0, sections.end);
    body[sections.values] = 0;
    expect(await codeOf(verifyPinMap(await signAnything(body), testRegion("a")))).toBe("malformed");
  });

  it("goes before or after every other one, whoever compares them", () => {
    const any: fc.Arbitrary<PinClaim> = fc.record({
      region: fc.constantFrom("a", "b", "c"),
      claimedAt: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(any, any, any, (one, two, three) => {
        expect(goesBefore(one, two) && goesBefore(two, one)).toBe(false);
        if (one.region !== two.region) expect(goesBefore(one, two) || goesBefore(two, one)).toBe(true);
        if (goesBefore(one, two) && goesBefore(two, three)) expect(goesBefore(one, three)).toBe(true);
      }),
    );
  });
});
