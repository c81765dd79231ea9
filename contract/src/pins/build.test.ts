import { describe, expect, it } from "vitest";
import { buildPinMap, encodePinMap, type PinMapContent, type PinRecord } from "./build.ts";
import { pinVectors } from "./conformance.ts";
import { codeOf, pepper, testContent } from "./signed-maps.fixture.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const of = (...records: PinRecord[]) => testContent({ records });
const acme: PinRecord = { tenant: "acme", state: "active" };

describe("building", () => {
  it("gives the golden bytes, in whatever order the records come", async () => {
    const { content, body } = pinVectors;
    expect(hex(await buildPinMap(content, pepper))).toBe(body);
    expect(hex(await buildPinMap({ ...content, records: content.records.toReversed() }, pepper))).toBe(body);
  });

  it("takes 9 bytes for a tenant that never moved and 8 more for one that did", async () => {
    const records = Array.from({ length: 4_000 }, (_, at): PinRecord => ({ tenant: `tenant${at}`, state: "active" }));
    const empty = (await buildPinMap(of(), pepper)).length;
    expect((await buildPinMap(of(...records), pepper)).length - empty).toBe(4_000 * 9);
    const moved: PinRecord = { tenant: "tenant0", state: "moved", region: "b", epoch: 1 };
    expect((await buildPinMap(of(...records.with(0, moved)), pepper)).length - empty).toBe(4_000 * 9 + 8);
  });

  it("needs a pepper of 32 bytes", async () => {
    await expect(buildPinMap(of(), new Uint8Array(31))).rejects.toThrow(RangeError);
  });

  it("does not depend on the region where the live record repeats the map's own", async () => {
    expect(hex(await buildPinMap(of({ ...acme, region: "a", epoch: 0 }), pepper))).toBe(
      hex(await buildPinMap(of(acme), pepper)),
    );
  });

  const refused: readonly (readonly [string, string, PinMapContent])[] = [
    ["a slug in upper case", "invalid-slug", of({ tenant: "Acme", state: "active" })],
    ["an empty slug", "invalid-slug", of({ tenant: "", state: "active" })],
    [
      "a tenant twice",
      "duplicate-tenant",
      of(acme, { tenant: "bravo", state: "active" }, { tenant: "acme", state: "frozen" }),
    ],
    ["a map of a region it does not list", "unknown-region", testContent({ region: "d" })],
    ["no regions", "invalid-content", testContent({ regions: [] })],
    [
      "65 regions",
      "invalid-content",
      testContent({ regions: ["a", ...Array.from({ length: 64 }, (_, at) => `r${at}`)] }),
    ],
    ["a region twice", "invalid-content", testContent({ regions: ["a", "b", "a"] })],
    ["a region that is no id", "invalid-content", testContent({ regions: ["a", "B"] })],
    ["a region beyond ASCII", "invalid-content", testContent({ regions: ["a", "\u212A"] })],
    [
      "a move to a region that is not listed",
      "unknown-region",
      of({ tenant: "acme", state: "moved", region: "d", epoch: 1 }),
    ],
    ["a move to nowhere", "unknown-region", of({ tenant: "acme", state: "moved", epoch: 1 })],
    ["a move to the own region", "invalid-content", of({ tenant: "acme", state: "moved", region: "a", epoch: 1 })],
    ["a move without an epoch", "invalid-epoch", of({ tenant: "acme", state: "moved", region: "b" })],
    ["a move of epoch 0", "invalid-epoch", of({ tenant: "acme", state: "moved", region: "b", epoch: 0 })],
    ["a live tenant elsewhere", "invalid-content", of({ ...acme, region: "b" })],
    ["a live tenant in a region that is not listed", "unknown-region", of({ ...acme, region: "d" })],
    ["a negative epoch of a tenant", "invalid-epoch", of({ ...acme, epoch: -1 })],
    ["a broken epoch of a tenant", "invalid-epoch", of({ ...acme, epoch: 1.5 })],
    ["an epoch of a tenant beyond 31 bits", "invalid-epoch", of({ ...acme, epoch: 2 ** 31 })],
    ["a claim before there were any", "invalid-content", of({ tenant: "acme", state: "claimed", claimedAt: 0 })],
    ["a claim at a fraction", "invalid-content", of({ tenant: "acme", state: "claimed", claimedAt: 1.7e9 + 0.5 })],
    ["a claim beyond its bits", "invalid-content", of({ tenant: "acme", state: "claimed", claimedAt: 3.8e9 })],
    [
      "a claim on a tenant of one's own",
      "duplicate-tenant",
      of({ ...acme, state: "active" }, { tenant: "acme", state: "claimed", claimedAt: 1.7e9 }),
    ],
    ["a negative epoch", "invalid-epoch", testContent({ epoch: -1 })],
    ["a broken epoch", "invalid-epoch", testContent({ epoch: 0.5 })],
    ["an epoch beyond 53 bits", "invalid-epoch", testContent({ epoch: 2 ** 53 })],
    ["no epoch", "invalid-epoch", testContent({ epoch: Number.NaN })],
    ["an end at its beginning", "invalid-lifetime", testContent({ issuedAt: 10, notAfter: 10 })],
    ["an end before its beginning", "invalid-lifetime", testContent({ issuedAt: 10, notAfter: 9 })],
    ["broken seconds", "invalid-lifetime", testContent({ issuedAt: 10.5 })],
    ["no end", "invalid-lifetime", testContent({ notAfter: Number.POSITIVE_INFINITY })],
    ["a time before 1970", "invalid-lifetime", testContent({ issuedAt: -1 })],
  ];
  it.each(refused)("refuses %s: %s", async (_, code, content) => {
    expect(await codeOf(buildPinMap(content, pepper))).toBe(code);
  });

  it("refuses a state that it does not know", async () => {
    const records: unknown = [{ tenant: "acme", state: "deleted" }];
    expect(await codeOf(buildPinMap({ ...testContent(), records: records as PinRecord[] }, pepper))).toBe(
      "invalid-content",
    );
  });

  it("takes the largest numbers and the longest table of regions", async () => {
    const regions = Array.from({ length: 64 }, (_, at) => `r${at}`.padEnd(32, "x"));
    const content = testContent({
      region: regions[63] ?? "",
      regions,
      epoch: Number.MAX_SAFE_INTEGER,
      issuedAt: Number.MAX_SAFE_INTEGER - 1,
      notAfter: Number.MAX_SAFE_INTEGER,
      records: [{ tenant: "acme", state: "moved", region: regions[0] ?? "", epoch: 2 ** 31 - 1 }],
    });
    expect((await buildPinMap(content, pepper)).length).toBe(52 + 64 * 33 + 9 + 3 + 8);
  });

  it("refuses two tenants behind one key", async () => {
    const content = of(acme, { tenant: "bravo", state: "active" });
    const key = { hi: 1, lo: 2 };
    expect(await codeOf(() => encodePinMap(content, [key, key]))).toBe("key-collision");
    expect(await codeOf(() => encodePinMap(content, [key, { hi: 1, lo: 3 }]))).toBeUndefined();
    expect(await codeOf(() => encodePinMap(content, [key, { hi: 2, lo: 2 }]))).toBeUndefined();
  });

  it("refuses a record without a key", async () => {
    expect(await codeOf(() => encodePinMap(of(acme), []))).toBe("invalid-content");
  });
});
