import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PinAnswer } from "./answer.ts";
import type { PinMapContent, PinRecord, TenantRecord } from "./build.ts";
import { createPinDirectory, type PinDirectoryOptions } from "./directory.ts";
import { generatePinKeyPair } from "./keys.ts";
import { issuedAt, keyPair, notAfter, pepper, signedMap, testRegion, testRegistry } from "./signed-maps.fixture.ts";

const regions = ["a", "b", "c"] as const;
type RegionId = (typeof regions)[number];

/** A map of `region` that knows the other two. */
const mapOf = (region: RegionId, records: readonly PinRecord[], over: Partial<PinMapContent> = {}) =>
  signedMap({ region, records, ...over });

const active = (tenant: string, epoch?: number): PinRecord => ({
  tenant,
  state: "active",
  ...(epoch === undefined ? {} : { epoch }),
});
const moved = (tenant: string, region: string, epoch: number): PinRecord => ({ tenant, state: "moved", region, epoch });

const pinned = (region: string, state = "active", epoch = 0) => ({ kind: "pinned", region, state, epoch });
const unavailable = (reason: string, region: string) => ({ kind: "unavailable", reason, region });
const conflict = { kind: "unavailable", reason: "conflict" };
const unknown = { kind: "unknown" };

/** A directory of three regions with a clock to set. */
const directoryAt = (at: number, over: Partial<PinDirectoryOptions> = {}) => {
  const clock = { at };
  const directory = createPinDirectory({ registry: testRegistry(...regions), pepper, now: () => clock.at, ...over });
  return { clock, directory };
};

/** A directory that holds these records of its three regions. */
const holding = async (records: Partial<Record<RegionId, readonly PinRecord[]>>) => {
  const made = directoryAt(issuedAt);
  for (const [region, list] of Object.entries(records)) {
    const id = regions.find((known) => known === region) ?? "a";
    expect(await made.directory.offer(id, await mapOf(id, list))).toEqual({ accepted: true, epoch: 1 });
  }
  return made;
};

describe("an offered map", () => {
  it("is held as it was signed", async () => {
    const { directory } = directoryAt(issuedAt);
    const bytes = await mapOf("b", [active("acme")], { epoch: 7 });
    expect(directory.held()).toEqual([]);
    expect(directory.bytes("b")).toBeUndefined();
    expect(await directory.offer("b", bytes)).toEqual({ accepted: true, epoch: 7 });
    expect(directory.held()).toEqual([{ region: "b", epoch: 7, issuedAt, notAfter, size: 1 }]);
    expect(Buffer.from(directory.bytes("b") ?? []).equals(bytes)).toBe(true);
    expect(directory.bytes("d")).toBeUndefined();
  });

  it("is copied: the caller's bytes may change", async () => {
    const { directory } = directoryAt(issuedAt);
    const bytes = await mapOf("a", [active("acme")]);
    const offering = directory.offer("a", bytes);
    bytes.fill(0);
    expect(await offering).toEqual({ accepted: true, epoch: 1 });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
  });

  it("of an older epoch is refused and the newer one kept", async () => {
    const { directory } = directoryAt(issuedAt);
    const newer = await mapOf("a", [active("acme")], { epoch: 5 });
    await directory.offer("a", newer);
    const offer = await directory.offer(
      "a",
      await mapOf("a", [active("bravo")], { epoch: 4, notAfter: notAfter + 60 }),
    );
    expect(offer).toMatchObject({ accepted: false, reason: "older" });
    expect(Buffer.from(directory.bytes("a") ?? []).equals(newer)).toBe(true);
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
  });

  it("of the same bytes is the same, of the same epoch with others invalid", async () => {
    const { directory } = directoryAt(issuedAt);
    const bytes = await mapOf("a", [active("acme")], { epoch: 5 });
    await directory.offer("a", bytes);
    expect(await directory.offer("a", bytes)).toMatchObject({ accepted: false, reason: "same" });
    const other = await mapOf("a", [active("bravo")], { epoch: 5 });
    expect(await directory.offer("a", other)).toMatchObject({ accepted: false, reason: "invalid" });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
  });

  it("of a newer epoch replaces, and answers follow at once", async () => {
    const { directory } = await holding({ a: [active("acme")], b: [], c: [] });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
    expect(await directory.lookup("bravo")).toEqual(unknown);
    await directory.offer("a", await mapOf("a", [moved("acme", "b", 1), active("bravo")], { epoch: 2 }));
    expect(directory.peek("acme")).toEqual(pinned("b", "moved", 1));
    expect(directory.peek("bravo")).toEqual(pinned("a"));
  });

  it("that has expired is refused and the held one kept, even the expired held one", async () => {
    const { directory, clock } = directoryAt(issuedAt);
    await directory.offer("a", await mapOf("a", [active("acme")]));
    clock.at = notAfter + 1;
    const offer = await directory.offer("a", await mapOf("a", [active("acme")], { epoch: 2 }));
    expect(offer).toMatchObject({ accepted: false, reason: "expired" });
    expect(directory.held()).toMatchObject([{ epoch: 1 }]);
  });

  it("counts through its last second", async () => {
    const { directory, clock } = directoryAt(notAfter);
    expect(await directory.offer("a", await mapOf("a", [active("acme")]))).toMatchObject({ accepted: true });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
    clock.at = notAfter + 1;
    expect(directory.peek("acme")).toEqual(unavailable("expired", "a"));
  });

  it("is invalid when it is of another region, of an unknown region, forged or no map", async () => {
    const { directory } = directoryAt(issuedAt);
    const bytes = await mapOf("a", []);
    const forged = await signedMap({}, await generatePinKeyPair());
    const offers: readonly (readonly [string, Uint8Array])[] = [
      ["b", bytes],
      ["d", bytes],
      ["a", forged],
      ["a", bytes.subarray(1)],
      ["a", new Uint8Array(0)],
    ];
    for (const [region, offered] of offers) {
      const offer = await directory.offer(region, offered);
      expect(offer).toMatchObject({ accepted: false, reason: "invalid" });
      expect(offer).toHaveProperty("detail", expect.stringMatching(/^[a-z].{10,}$/));
    }
    expect(directory.held()).toEqual([]);
  });

  it("follows a rotation of keys", async () => {
    const next = await generatePinKeyPair();
    const registry = { ...testRegistry("b"), regions: [testRegion("a", [keyPair.publicKey, next.publicKey])] };
    const { directory } = directoryAt(issuedAt, { registry });
    expect(await directory.offer("a", await signedMap({ epoch: 1 }))).toMatchObject({ accepted: true });
    expect(await directory.offer("a", await signedMap({ epoch: 2 }, next))).toMatchObject({ accepted: true });
  });

  it("wins by epoch however offers overlap", async () => {
    const maps = await Promise.all([1, 2, 3, 4].map((epoch) => mapOf("a", [active("acme", epoch)], { epoch })));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), async (order) => {
        const { directory } = directoryAt(issuedAt);
        await Promise.all(order.map((at) => directory.offer("a", maps[at] ?? new Uint8Array())));
        const newest = Math.max(...order) + 1;
        expect(directory.held()[0]?.epoch).toBe(newest);
        expect(await directory.lookup("acme")).toEqual(pinned("a", "active", newest));
      }),
    );
  });
});

describe("an answer", () => {
  it("names the region and the state", async () => {
    const { directory } = await holding({
      a: [active("acme"), { tenant: "bravo", state: "frozen" }],
      b: [{ tenant: "cobalt", state: "suspended" }],
      c: [],
    });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
    expect(await directory.lookup("bravo")).toEqual(pinned("a", "frozen"));
    expect(await directory.lookup("cobalt")).toEqual(pinned("b", "suspended"));
    expect(await directory.lookup("delta")).toEqual(unknown);
  });

  it("is unavailable with no map at all", async () => {
    expect(await directoryAt(issuedAt).directory.lookup("acme")).toEqual(unavailable("missing", "a"));
  });

  it("is given for a tenant in a map that counts, and withheld for others while a region's map is missing", async () => {
    const { directory } = await holding({ a: [active("acme"), moved("bravo", "b", 1)], c: [] });
    expect(await directory.lookup("acme")).toEqual(pinned("a"));
    expect(await directory.lookup("bravo")).toEqual(pinned("b", "moved", 1));
    expect(await directory.lookup("delta")).toEqual(unavailable("missing", "b"));
  });

  it("turns from pinned and unknown to unavailable when a map expires, by peek and by lookup", async () => {
    const { directory, clock } = await holding({ a: [active("acme")], c: [active("cobalt")] });
    await directory.offer("b", await mapOf("b", [active("bravo")], { notAfter: notAfter + 60 }));
    for (const slug of ["acme", "bravo", "delta"]) await directory.lookup(slug);
    expect(directory.peek("delta")).toEqual(unknown);
    clock.at = notAfter + 1;
    expect(directory.peek("acme")).toEqual(unavailable("expired", "a"));
    expect(directory.peek("bravo")).toEqual(pinned("b"));
    expect(directory.peek("delta")).toEqual(unavailable("expired", "a"));
    expect(await directory.lookup("cobalt")).toEqual(unavailable("expired", "c"));
    clock.at = notAfter + 61;
    expect(directory.peek("bravo")).toEqual(unavailable("expired", "b"));
  });

  it("comes back with the next map", async () => {
    const { directory, clock } = await holding({ a: [active("acme")], b: [], c: [] });
    clock.at = notAfter + 1;
    expect(await directory.lookup("acme")).toEqual(unavailable("expired", "a"));
    await directory.offer("a", await mapOf("a", [active("acme")], { epoch: 2, notAfter: notAfter + 60 }));
    expect(directory.peek("acme")).toEqual(pinned("a"));
  });

  it("fails closed when the clock is not a number", async () => {
    const { directory, clock } = await holding({ a: [active("acme")], b: [], c: [] });
    await directory.lookup("acme");
    clock.at = Number.NaN;
    expect(directory.peek("acme")).toEqual(unavailable("expired", "a"));
  });

  it("is a conflict when two regions serve the tenant, whatever the states and epochs", async () => {
    const { directory } = await holding({
      a: [active("acme", 1), { tenant: "bravo", state: "frozen" }],
      b: [active("acme", 2), { tenant: "bravo", state: "suspended" }],
      c: [],
    });
    expect(await directory.lookup("acme")).toEqual(conflict);
    expect(await directory.lookup("bravo")).toEqual(conflict);
  });

  it("prefers a live record over any moved one", async () => {
    const { directory } = await holding({
      a: [moved("acme", "b", 9)],
      b: [active("acme", 2)],
      c: [moved("acme", "a", 1)],
    });
    expect(await directory.lookup("acme")).toEqual(pinned("b", "active", 2));
  });

  it("follows the newest of several moved records, and none that contradict each other", async () => {
    const { directory } = await holding({
      a: [moved("acme", "b", 1), moved("bravo", "b", 2), moved("cobalt", "c", 3), moved("delta", "c", 1)],
      b: [moved("acme", "c", 2), moved("bravo", "c", 2), moved("cobalt", "c", 3), moved("delta", "a", 1)],
      c: [moved("delta", "b", 2)],
    });
    expect(await directory.lookup("acme")).toEqual(pinned("c", "moved", 2));
    expect(await directory.lookup("bravo")).toEqual(conflict);
    expect(await directory.lookup("cobalt")).toEqual(pinned("c", "moved", 3));
    expect(await directory.lookup("delta")).toEqual(pinned("b", "moved", 2));
  });

  it("does not count expired maps in a conflict", async () => {
    const { directory, clock } = await holding({ a: [active("acme")], c: [] });
    await directory.offer("b", await mapOf("b", [active("acme")], { notAfter: notAfter + 60 }));
    expect(await directory.lookup("acme")).toEqual(conflict);
    clock.at = notAfter + 1;
    expect(directory.peek("acme")).toEqual(pinned("b"));
  });

  it("is unavailable for a tenant that went to a region this registry does not know", async () => {
    const { directory } = directoryAt(issuedAt, { registry: testRegistry("a", "b") });
    await directory.offer("a", await mapOf("a", [moved("acme", "c", 1)]));
    await directory.offer("b", await mapOf("b", []));
    expect(await directory.lookup("acme")).toEqual(unavailable("missing", "c"));
  });
});

describe("peek", () => {
  it("knows nothing before lookup and the same object after", async () => {
    const { directory } = await holding({ a: [active("acme"), moved("bravo", "b", 1)], b: [], c: [] });
    for (const slug of ["acme", "bravo", "delta"]) {
      expect(directory.peek(slug)).toBeUndefined();
      const answer = await directory.lookup(slug);
      expect(directory.peek(slug)).toBe(answer);
      expect(directory.peek(slug)).toBe(answer);
    }
  });

  it.each([
    "",
    "-",
    "ACME",
    "ac",
    "a--b",
    "__proto__",
    "a".repeat(41),
  ])("answers %j, which no map can hold, at once", (slug) => {
    expect(directoryAt(issuedAt).directory.peek(slug)).toEqual(unknown);
  });

  it("works without its object", async () => {
    const { directory } = await holding({ a: [active("acme")] });
    const { lookup, peek } = directory;
    expect(await lookup("acme")).toEqual(pinned("a"));
    expect(peek("acme")).toEqual(pinned("a"));
  });

  it("remembers no more slugs than it may", async () => {
    const { directory } = directoryAt(issuedAt, { cacheSize: 10 });
    const slugs = Array.from({ length: 50 }, (_, at) => `tenant${at}`);
    for (const slug of slugs) await directory.lookup(slug);
    expect(slugs.filter((slug) => directory.peek(slug) !== undefined)).toHaveLength(10);
  });

  it("keeps keys over a new map, so that a refresh costs no hash", async () => {
    const { directory } = await holding({ a: [active("acme")], b: [], c: [] });
    await directory.lookup("acme");
    await directory.offer("a", await mapOf("a", [], { epoch: 2 }));
    expect(directory.peek("acme")).toEqual(unknown);
  });
});

it("refuses a short pepper when it is made", () => {
  expect(() => directoryAt(issuedAt, { pepper: new Uint8Array(16) })).toThrow(RangeError);
});

describe("the rules, against a model", () => {
  const slugs = ["acme", "bravo", "cobalt"] as const;

  const recordOf = (region: RegionId, tenant: string): fc.Arbitrary<TenantRecord> => {
    const epoch = fc.integer({ min: 1, max: 3 });
    return fc.oneof(
      fc.record({ tenant: fc.constant(tenant), state: fc.constantFrom("active", "frozen", "suspended"), epoch }),
      fc.record({
        tenant: fc.constant(tenant),
        state: fc.constant("moved" as const),
        region: fc.constantFrom(...regions.filter((id) => id !== region)),
        epoch,
      }),
    );
  };
  const contentOf = (region: RegionId) =>
    fc.record({
      ends: fc.integer({ min: 1, max: 3 }),
      records: fc.tuple(...slugs.map((slug) => fc.option(recordOf(region, slug), { nil: undefined }))),
    });
  const world = fc.record({
    a: fc.option(contentOf("a"), { nil: undefined }),
    b: fc.option(contentOf("b"), { nil: undefined }),
    c: fc.option(contentOf("c"), { nil: undefined }),
  });

  it("hold for any three maps at any time", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (contents) => {
        const { directory, clock } = directoryAt(issuedAt);
        for (const region of regions) {
          const content = contents[region];
          if (content === undefined) continue;
          const records = content.records.filter((record) => record !== undefined);
          await directory.offer(region, await mapOf(region, records, { notAfter: issuedAt + content.ends }));
        }
        for (let second = 0; second <= 4; second++) {
          clock.at = issuedAt + second;
          for (const [at, slug] of slugs.entries()) {
            const views = regions.map((region) => ({
              region,
              held: contents[region] !== undefined,
              counts: (contents[region]?.ends ?? -1) >= second,
              record: contents[region]?.records[at],
            }));
            expect(await directory.lookup(slug)).toEqual(expected(views));
            expect(directory.peek(slug)).toEqual(expected(views));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  interface View {
    readonly region: RegionId;
    readonly held: boolean;
    readonly counts: boolean;
    readonly record: TenantRecord | undefined;
  }

  /** The rules as they are written down, one filter each. */
  const expected = (views: readonly View[]): unknown => {
    const counting = views.filter(({ counts, record }) => counts && record !== undefined);
    const live = counting.filter(({ record }) => record?.state !== "moved");
    const [only] = live;
    if (live.length > 1) return conflict;
    if (only?.record !== undefined) return pinned(only.region, only.record.state, only.record.epoch);
    const newest = Math.max(...counting.map(({ record }) => record?.epoch ?? 0));
    const targets = new Set(
      counting.filter(({ record }) => record?.epoch === newest).map(({ record }) => record?.region),
    );
    if (targets.size > 1) return conflict;
    const [target] = targets;
    if (target !== undefined) return pinned(target, "moved", newest);
    const expired = views.filter(({ held, counts }) => held && !counts);
    const holder = expired.find(({ record }) => record !== undefined);
    if (holder !== undefined) return unavailable("expired", holder.region);
    const missing = views.find(({ held }) => !held);
    if (missing !== undefined) return unavailable("missing", missing.region);
    const [stale] = expired;
    return stale === undefined ? unknown : unavailable("expired", stale.region);
  };

  it("never name a region that no map names", async () => {
    const { directory } = await holding({ a: [], b: [], c: [] });
    const answers: PinAnswer[] = [];
    for (const slug of slugs) answers.push(await directory.lookup(slug));
    expect(answers.map(({ kind }) => kind)).toEqual(["unknown", "unknown", "unknown"]);
  });
});
