import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPinMap, encodePinMap, type PinRecord } from "./build.ts";
import { type DecodedPins, decodePins } from "./decode.ts";
import { pinFormat, pinSections, pinStates } from "./format.ts";
import { codeOf, pepper, signAnything, testContent, testRegion } from "./signed-maps.fixture.ts";
import { verifyPinMap } from "./verify.ts";

const { offset } = pinFormat;

/** Six tenants, so that the values need padding, two of them with an epoch. */
const records: readonly PinRecord[] = [
  { tenant: "acme", state: "active" },
  { tenant: "bravo", state: "frozen" },
  { tenant: "cobalt", state: "moved", region: "b", epoch: 2 },
  { tenant: "delta", state: "suspended" },
  { tenant: "echo", state: "active", epoch: 4 },
  { tenant: "foxtrot", state: "active" },
];
const valid = await buildPinMap(testContent({ records }), pepper);
/** Region table `\x01a\x01b\x01c` and two bytes of padding. */
const tableBytes = 8;
const at = pinSections(records.length, 2, tableBytes);
const view = (body: Uint8Array) => new DataView(body.buffer, body.byteOffset, body.length);
const movedAt = valid
  .subarray(at.values, at.values + records.length)
  .findIndex((value) => value >> 6 === pinStates.indexOf("moved"));

const changed = (change: (body: Uint8Array, words: DataView) => void): Uint8Array => {
  const body = new Uint8Array(valid);
  change(body, view(body));
  return body;
};
const word = (offsetOfWord: number, value: number) => changed((_, words) => words.setUint32(offsetOfWord, value, true));
const byte = (offsetOfByte: number, value: number) => changed((body) => body.set([value], offsetOfByte));

/** How a verifier that trusts the key takes these bytes. */
const verdict = async (body: Uint8Array) => codeOf(verifyPinMap(await signAnything(body), testRegion("a")));

/** What the decoded arrays say, built again: the same bytes, or one content had two forms. */
const rebuilt = (pins: DecodedPins): Uint8Array => {
  const epochs = new Map([...pins.positions].map((position, index) => [position, pins.epochs[index] ?? 0]));
  const again = [...pins.values].map((value, position): PinRecord => {
    const state = pinStates[value >> 6] ?? "active";
    const epoch = epochs.get(position);
    return {
      tenant: `tenant${position}`,
      state,
      region: pins.regions[value & 0x3f] ?? "",
      ...(epoch === undefined ? {} : { epoch }),
    };
  });
  const keys = [...pins.hi].map((hi, position) => ({ hi, lo: pins.lo[position] ?? 0 }));
  return encodePinMap({ ...pins, records: again }, keys);
};

const withoutKeyId = (body: Uint8Array) => {
  const copy = new Uint8Array(body);
  copy.fill(0, offset.keyId, offset.keyId + pinFormat.keyIdBytes);
  return Buffer.from(copy).toString("hex");
};

describe("a validly signed map", () => {
  it("is taken as it was built", async () => {
    expect(await verdict(valid)).toBeUndefined();
    expect(withoutKeyId(rebuilt(decodePins(valid)))).toBe(withoutKeyId(valid));
  });

  const malformed: readonly (readonly [string, Uint8Array])[] = [
    ["a byte behind its end", new Uint8Array([...valid, 0])],
    ["four bytes behind its end", new Uint8Array([...valid, 0, 0, 0, 0])],
    ["its last byte missing", valid.slice(0, -1)],
    ["its last epoch missing", valid.slice(0, -4)],
    ["one tenant too many", word(offset.tenantCount, 7)],
    ["no tenants", word(offset.tenantCount, 0)],
    ["4 billion tenants", word(offset.tenantCount, 2 ** 32 - 1)],
    ["2 billion tenants", word(offset.tenantCount, 2 ** 31)],
    ["4 billion epochs", word(offset.epochCount, 2 ** 32 - 1)],
    ["4 GB of regions", word(offset.regionTableBytes, 2 ** 32 - 4)],
    ["every count at its largest", changed((body) => body.fill(0xff, offset.tenantCount, pinFormat.headerBytes))],
    ["a reserved byte set", byte(offset.reserved, 1)],
    ["no regions", byte(offset.regionCount, 0)],
    ["fewer regions than its table", byte(offset.regionCount, 2)],
    ["more regions than its table", byte(offset.regionCount, 4)],
    ["255 regions", byte(offset.regionCount, 255)],
    ["an own region beyond its table", byte(offset.ownRegion, 3)],
    ["another own region, which its live tenants are not in", byte(offset.ownRegion, 1)],
    ["an empty region", byte(pinFormat.headerBytes, 0)],
    ["a region longer than its table", byte(pinFormat.headerBytes + 4, 200)],
    ["a region in upper case", byte(pinFormat.headerBytes + 1, 0x41)],
    ["a region beyond ASCII", byte(pinFormat.headerBytes + 1, 0xe4)],
    ["a region twice", byte(pinFormat.headerBytes + 3, 0x61)],
    ["something in the padding of its table", byte(pinFormat.headerBytes + 7, 1)],
    ["something in the padding of its values", byte(at.values + records.length, 1)],
    ["an epoch beyond 53 bits", word(offset.epoch + 4, 2 ** 21)],
    ["an issue time beyond 53 bits", word(offset.issuedAt + 4, 2 ** 32 - 1)],
    ["an end beyond 53 bits", word(offset.notAfter + 4, 2 ** 21)],
    [
      "an end at its beginning",
      changed((body) => body.copyWithin(offset.notAfter, offset.issuedAt, offset.issuedAt + 8)),
    ],
    ["keys that fall", changed((_, words) => words.setUint32(at.hi, 2 ** 32 - 1, true))],
    [
      "a key twice",
      changed((body) => {
        body.copyWithin(at.hi, at.hi + 4, at.hi + 8);
        body.copyWithin(at.lo, at.lo + 4, at.lo + 8);
      }),
    ],
    [
      "lower halves that fall",
      changed((body, words) => {
        body.copyWithin(at.hi, at.hi + 4, at.hi + 8);
        words.setUint32(at.lo, words.getUint32(at.lo + 4, true) + 1, true);
      }),
    ],
    ["a region beyond its table in a value", byte(at.values + movedAt, (2 << 6) | 3)],
    ["a live tenant elsewhere", byte(at.values + movedAt, 1)],
    ["a tenant that moved to where it was", byte(at.values + movedAt, 2 << 6)],
    ["a moved tenant without an epoch", byte(at.values + (movedAt === 0 ? 1 : 0), (2 << 6) | 1)],
    ["a position beyond its tenants", word(at.positions + 4, records.length)],
    [
      "positions that fall",
      changed((_, words) => words.setUint32(at.positions, words.getUint32(at.positions + 4, true) + 1, true)),
    ],
    ["a position twice", changed((body) => body.copyWithin(at.positions, at.positions + 4, at.positions + 8))],
    ["an epoch of 0", word(at.epochs, 0)],
  ];
  it.each(malformed)("is malformed with %s", async (_, body) => {
    expect(await verdict(body)).toBe("malformed");
  });

  it("may not pad its region table by four bytes", async () => {
    const padded = new Uint8Array(valid.length + 4);
    padded.set(valid.subarray(0, at.hi));
    padded.set(valid.subarray(at.hi), at.hi + 4);
    view(padded).setUint32(offset.regionTableBytes, tableBytes + 4, true);
    expect(await verdict(padded)).toBe("malformed");
  });

  it("may not count bytes of its region table that break the alignment", async () => {
    const empty = await buildPinMap(testContent(), pepper);
    const longer = new Uint8Array(empty.length + 4);
    longer.set(empty);
    view(longer).setUint32(offset.regionTableBytes, tableBytes + 1, true);
    expect(await verdict(longer)).toBe("malformed");
  });

  it("may not have more epochs than tenants", async () => {
    const empty = await buildPinMap(testContent(), pepper);
    const longer = new Uint8Array(empty.length + 8);
    longer.set(empty);
    view(longer).setUint32(offset.epochCount, 1, true);
    expect(await verdict(longer)).toBe("malformed");
  });

  it("may not give one tenant two epochs", async () => {
    const twice: readonly PinRecord[] = [
      { tenant: "acme", state: "active", epoch: 1 },
      { tenant: "bravo", state: "active", epoch: 2 },
    ];
    const body = await buildPinMap(testContent({ records: twice }), pepper);
    const { positions } = pinSections(2, 2, tableBytes);
    body.copyWithin(positions, positions + 4, positions + 8);
    expect(await verdict(body)).toBe("malformed");
  });

  it("may not have a last region that reaches into its keys", async () => {
    const body = await buildPinMap(testContent({ regions: ["a", "b", "abc"], records }), pepper);
    expect(body[pinFormat.headerBytes + 4]).toBe(3);
    body[pinFormat.headerBytes + 4] = 4;
    expect(await verdict(body)).toBe("malformed");
  });

  it("may not list 65 regions, of which a value could not name the last", async () => {
    const regions = Array.from({ length: 64 }, (_, index) => `r${10 + index}`);
    const full = await buildPinMap(testContent({ region: "r10", regions }), pepper);
    const listed = async (body: Uint8Array) => codeOf(verifyPinMap(await signAnything(body), testRegion("r10")));
    expect(await listed(full)).toBeUndefined();
    const longer = new Uint8Array([...full, 3, ...new TextEncoder().encode("r99")]);
    longer[offset.regionCount] = 65;
    view(longer).setUint32(offset.regionTableBytes, 65 * 4, true);
    expect(await listed(longer)).toBe("malformed");
  });

  it("with any one bit changed is refused, or means something else in its only form", async () => {
    let accepted = 0;
    for (let bit = 0; bit < valid.length * 8; bit++) {
      const body = changed((bytes) => {
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      });
      if ((await verdict(body)) !== undefined) continue;
      accepted++;
      const keyIdBit = bit >> 3 >= offset.keyId && bit >> 3 < offset.keyId + pinFormat.keyIdBytes;
      if (!keyIdBit) expect(withoutKeyId(body)).not.toBe(withoutKeyId(valid));
      expect(withoutKeyId(rebuilt(decodePins(new Uint8Array(body))))).toBe(withoutKeyId(body));
    }
    expect(accepted).toBeGreaterThan(64);
  });

  it("of any bytes gives a map or a PinMapError, and never waits or allocates by a count", async () => {
    const anywhere = fc.record({ at: fc.nat(valid.length + 8), with: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    const count = fc.record({
      at: fc.constantFrom(offset.tenantCount, offset.epochCount, offset.regionTableBytes, offset.regionCount),
      with: fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.constant(new Uint8Array(4).fill(0xff))),
    });
    const edits = fc.array(fc.oneof(anywhere, count), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(valid.length), fc.boolean(), async (changes, length, cut) => {
        const body = new Uint8Array(valid.length + 16);
        body.set(valid);
        for (const change of changes) body.set(change.with, change.at);
        const bytes = body.subarray(0, cut ? Math.max(length, pinFormat.headerBytes) : valid.length);
        const code = await verdict(bytes);
        if (code === undefined)
          expect(withoutKeyId(rebuilt(decodePins(new Uint8Array(bytes))))).toBe(withoutKeyId(bytes));
      }),
      { numRuns: 2_000 },
    );
  });
});
