import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64Url } from "./base64url.ts";
import { buildPinMap } from "./build.ts";
import { pinVectors } from "./conformance.ts";
import { pinFormat } from "./format.ts";
import { generatePinKeyPair, importPinPrivateKey } from "./keys.ts";
import { signPinMap } from "./sign.ts";
import { codeOf, keyPair, pepper, signAnything, signedMap, testContent, testRegion } from "./signed-maps.fixture.ts";
import { tenantKeys } from "./tenant-key.ts";
import { verifyPinMap } from "./verify.ts";

const other = await generatePinKeyPair();
const map = await signedMap({
  records: [
    { tenant: "acme", state: "active" },
    { tenant: "bravo", state: "moved", region: "b", epoch: 1 },
  ],
});
const acme = await tenantKeys(pepper)("acme");

const body = await buildPinMap(testContent(), pepper);
const privateKey = await importPinPrivateKey(keyPair.privateKey);
const publicKey = decodeBase64Url(keyPair.publicKey);

describe("verification", () => {
  it("takes the golden map", async () => {
    const golden = Uint8Array.from(Buffer.from(pinVectors.body + pinVectors.signature, "hex"));
    golden.set(Buffer.from(pinVectors.keyId, "hex"), pinFormat.offset.keyId);
    const { region, regions, epoch, issuedAt, notAfter, size } = await verifyPinMap(golden, testRegion("westeurope"));
    expect({ region, regions, epoch, issuedAt, notAfter, size }).toEqual({
      region: "westeurope",
      regions: ["westeurope", "northeurope", "uksouth"],
      epoch: 4_294_967_301,
      issuedAt: 1_800_000_000,
      notAfter: 1_800_086_400,
      size: 5,
    });
  });

  it("refuses every truncation", async () => {
    for (let length = 0; length < map.length; length++) {
      const code = await codeOf(verifyPinMap(map.subarray(0, length), testRegion("a")));
      const readable = length >= pinFormat.headerBytes + pinFormat.signatureBytes;
      expect(code).toBe(readable ? "bad-signature" : "truncated");
    }
  });

  it("refuses every single bit changed", async () => {
    const { magic, version, keyId } = pinFormat.offset;
    for (let bit = 0; bit < map.length * 8; bit++) {
      const at = bit >> 3;
      const flipped = new Uint8Array(map);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
      const inKeyId = at >= keyId && at < keyId + pinFormat.keyIdBytes;
      const expected =
        at < magic + 4
          ? "not-a-pin-map"
          : at === version
            ? "unsupported-version"
            : inKeyId
              ? "unknown-key"
              : "bad-signature";
      expect(await codeOf(verifyPinMap(flipped, testRegion("a")))).toBe(expected);
    }
  });

  it("refuses any other bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await codeOf(verifyPinMap(bytes, testRegion("a")))).toMatch(/^(truncated|not-a-pin-map)$/);
      }),
    );
  });

  it("looks at the signature before the content", async () => {
    const malformed = await signAnything(new Uint8Array([...map.subarray(0, -pinFormat.signatureBytes), 0]));
    expect(await codeOf(verifyPinMap(malformed, testRegion("a")))).toBe("malformed");
    malformed[malformed.length - 1] = (malformed.at(-1) ?? 0) ^ 1;
    expect(await codeOf(verifyPinMap(malformed, testRegion("a")))).toBe("bad-signature");
  });

  it("takes either of two live keys and neither a foreign nor a retired one", async () => {
    const byOther = await signedMap({}, other);
    const both = [keyPair.publicKey, other.publicKey];
    for (const keys of [both, both.toReversed()]) {
      expect(await codeOf(verifyPinMap(map, testRegion("a", keys)))).toBeUndefined();
      expect(await codeOf(verifyPinMap(byOther, testRegion("a", keys)))).toBeUndefined();
    }
    expect(await codeOf(verifyPinMap(byOther, testRegion("a")))).toBe("unknown-key");
    expect(await codeOf(verifyPinMap(map, testRegion("a", [other.publicKey])))).toBe("unknown-key");
    expect(await codeOf(verifyPinMap(map, testRegion("a", [])))).toBe("unknown-key");
  });

  it("refuses a key's signature under another key's id", async () => {
    const claimed = await signAnything((await signedMap({}, other)).subarray(0, -pinFormat.signatureBytes));
    const id = (await signedMap({}, other)).subarray(pinFormat.offset.keyId, pinFormat.offset.keyId + 8);
    claimed.set(id, pinFormat.offset.keyId);
    expect(await codeOf(verifyPinMap(claimed, testRegion("a", [keyPair.publicKey, other.publicKey])))).toBe(
      "bad-signature",
    );
  });

  it("refuses the map of another region, though the key is right", async () => {
    expect(await codeOf(verifyPinMap(map, testRegion("b")))).toBe("wrong-region");
  });

  it.each([
    ["short", "AAAA"],
    ["not base64url", `${"A".repeat(42)}+`],
    ["empty", ""],
  ])("says so when a registered key is %s", async (_, key) => {
    expect(await codeOf(verifyPinMap(map, testRegion("a", [key])))).toBe("unusable-key");
  });

  it("keeps a copy: the caller's bytes may change", async () => {
    const bytes = new Uint8Array(map);
    const checking = verifyPinMap(bytes, testRegion("a"));
    bytes.fill(0);
    expect((await checking).find(acme)).toEqual({ kind: "pinned", region: "a", state: "active", epoch: 0 });
  });

  it("reads a view at any offset of any buffer", async () => {
    for (const shift of [1, 2, 3, 5]) {
      const shared = new Uint8Array(new SharedArrayBuffer(map.length + 10));
      shared.set(map, shift);
      const verified = await verifyPinMap(shared.subarray(shift, shift + map.length), testRegion("a"));
      expect(verified.find(acme)?.region).toBe("a");
    }
    expect((await verifyPinMap(Buffer.from(map), testRegion("a"))).size).toBe(2);
  });
});

describe("signing", () => {
  it("does not change the body it is given", async () => {
    const before = Buffer.from(body).toString("hex");
    await signPinMap(body, privateKey, publicKey);
    expect(Buffer.from(body).toString("hex")).toBe(before);
  });

  it("refuses what no verifier would take", async () => {
    expect(await codeOf(signPinMap(new Uint8Array(0), privateKey, publicKey))).toBe("truncated");
    expect(await codeOf(signPinMap(new Uint8Array(52), privateKey, publicKey))).toBe("not-a-pin-map");
    expect(await codeOf(signPinMap(new Uint8Array([...body, 0]), privateKey, publicKey))).toBe("malformed");
    expect(await codeOf(signPinMap(await signedMap(), privateKey, publicKey))).toBe("malformed");
  });

  it("refuses keys that are not a pair", async () => {
    expect(await codeOf(signPinMap(body, privateKey, decodeBase64Url(other.publicKey)))).toBe("key-mismatch");
    expect(await codeOf(signPinMap(body, privateKey, new Uint8Array(31)))).toBe("unusable-key");
  });

  it("refuses a key that cannot sign with Ed25519", async () => {
    const hmac = await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    expect(await codeOf(signPinMap(body, hmac, publicKey))).toBe("unusable-key");
  });
});
