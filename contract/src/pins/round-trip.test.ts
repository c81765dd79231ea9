import fc from "fast-check";
import { expect, it } from "vitest";
import { isTenantSlug } from "../names/index.ts";
import { encodePinMap, type PinRecord } from "./build.ts";
import { decodePins } from "./decode.ts";
import { createPinMap, type PinMap } from "./pin-map.ts";
import { pepper, signedMap, testContent, testRegion } from "./signed-maps.fixture.ts";
import { type TenantKey, tenantKeys } from "./tenant-key.ts";
import { verifyPinMap } from "./verify.ts";

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{1,12}[a-z0-9]$/).filter(isTenantSlug);
const epoch = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** A record of region `a`, which knows `b` and `c`. */
const record = (tenant: fc.Arbitrary<string>): fc.Arbitrary<PinRecord> =>
  fc.oneof(
    fc.record(
      { tenant, state: fc.constantFrom("active", "frozen", "suspended"), epoch },
      { requiredKeys: ["tenant", "state"] },
    ),
    fc.record({
      tenant,
      state: fc.constant("moved"),
      region: fc.constantFrom("b", "c"),
      epoch: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    }),
    fc.record({
      tenant,
      state: fc.constant("claimed"),
      claimedAt: fc.integer({ min: 1_577_836_800, max: 1_577_836_800 + 2 ** 31 - 1 }),
    }),
  );

/** What a map says where this record was put in: of the tenant, and of the claim. */
const said = (entry: PinRecord) => {
  if (entry.state === "claimed") return [undefined, entry.claimedAt];
  const { state, region = "a", epoch: moves = 0 } = entry;
  return [{ kind: "pinned", state, region, epoch: moves }, undefined];
};
const nothing = [undefined, undefined];
const saying = (map: PinMap, key: TenantKey) => [map.find(key), map.claimedAt(key)];

it("finds every tenant that was put in, and no other", async () => {
  const keyOf = tenantKeys(pepper);
  const sets = fc.record({
    records: fc.uniqueArray(record(slug), { selector: ({ tenant }) => tenant, maxLength: 60 }),
    others: fc.array(slug, { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(sets, async ({ records, others }) => {
      const map = await verifyPinMap(await signedMap({ records }), testRegion("a"));
      expect(map.size).toBe(records.length);
      for (const entry of records) expect(saying(map, await keyOf(entry.tenant))).toEqual(said(entry));
      const held = new Set(records.map(({ tenant }) => tenant));
      for (const other of others) if (!held.has(other)) expect(saying(map, await keyOf(other))).toEqual(nothing);
    }),
    { numRuns: 150 },
  );
});

it("finds keys anywhere in 64 bits, on either byte order", () => {
  const edge = fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1);
  const word = fc.oneof(edge, fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const key: fc.Arbitrary<TenantKey> = fc.record({ hi: word, lo: word });
  const text = ({ hi, lo }: TenantKey) => `${hi} ${lo}`;
  const entries = fc.uniqueArray(fc.tuple(key, record(fc.constant("any"))), {
    selector: ([at]) => text(at),
    maxLength: 40,
  });
  fc.assert(
    fc.property(entries, fc.array(key, { maxLength: 20 }), fc.boolean(), (pairs, others, hostIsLittleEndian) => {
      const records = pairs.map(([, entry], at): PinRecord => ({ ...entry, tenant: `tenant${at}` }));
      const body = encodePinMap(
        testContent({ records }),
        pairs.map(([at]) => at),
      );
      const map = createPinMap(decodePins(body, hostIsLittleEndian));
      pairs.forEach(([at, entry]) => {
        expect(saying(map, at)).toEqual(said(entry));
      });
      const held = new Set(pairs.map(([at]) => text(at)));
      for (const other of others) if (!held.has(text(other))) expect(saying(map, other)).toEqual(nothing);
    }),
    { numRuns: 500 },
  );
});

it("answers from shared, frozen objects unless the tenant has an epoch", async () => {
  const map = await verifyPinMap(
    await signedMap({
      records: [
        { tenant: "acme", state: "active" },
        { tenant: "bravo", state: "active" },
        { tenant: "cobalt", state: "active", epoch: 7 },
      ],
    }),
    testRegion("a"),
  );
  const keyOf = tenantKeys(pepper);
  const [acme, bravo, cobalt] = await Promise.all(
    ["acme", "bravo", "cobalt"].map(async (tenant) => map.find(await keyOf(tenant))),
  );
  expect(acme).toBe(bravo);
  expect(Object.isFrozen(acme)).toBe(true);
  expect(Object.isFrozen(cobalt)).toBe(true);
  expect(cobalt?.epoch).toBe(7);
});
