import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64Url, encodeBase64Url } from "./base64url.ts";
import { decodePinPublicKey, exportPinPublicKey, generatePinKeyPair, importPinPrivateKey } from "./keys.ts";
import { codeOf, keyPair } from "./signed-maps.fixture.ts";
import { tenantKeys } from "./tenant-key.ts";

describe("base64url", () => {
  it("is Node's, both ways", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encodeBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64url"));
        expect([...decodeBase64Url(text)]).toEqual([...bytes]);
      }),
    );
  });

  it.each(["A", "A===", "AA==", "AB", "AAB", "A A", "AA\n", "+A", "/A", "\u212A\u212A"])("refuses %j", (text) => {
    expect(() => decodeBase64Url(text)).toThrow(RangeError);
  });
});

describe("pin keys", () => {
  it("are made as pairs", async () => {
    const pair = await generatePinKeyPair();
    expect(pair.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(encodeBase64Url(await exportPinPublicKey(pair.privateKey))).toBe(pair.publicKey);
    expect((await generatePinKeyPair()).privateKey).not.toBe(pair.privateKey);
  });

  it("are those of RFC 8032", async () => {
    const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    expect(Buffer.from(decodeBase64Url(keyPair.privateKey)).toString("hex")).toBe(
      `302e020100300506032b657004220420${seed}`,
    );
    expect(Buffer.from(decodePinPublicKey(keyPair.publicKey)).toString("hex")).toBe(
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
  });

  it("are imported so that they cannot be read again", async () => {
    const key = await importPinPrivateKey(keyPair.privateKey);
    expect(key.extractable).toBe(false);
    expect([...key.usages]).toEqual(["sign"]);
  });

  it.each([
    ["nothing", ""],
    ["no base64url", "%"],
    ["the public half", keyPair.publicKey],
    ["half of it", keyPair.privateKey.slice(0, 32)],
  ])("are refused when they are %s", async (_, text) => {
    expect(await codeOf(importPinPrivateKey(text))).toBe("unusable-key");
    expect(await codeOf(exportPinPublicKey(text))).toBe("unusable-key");
  });

  it("are refused as public ones unless they have 32 bytes", async () => {
    for (const text of ["", "AAAA", "A".repeat(42), "A".repeat(44), keyPair.privateKey]) {
      expect(await codeOf(() => decodePinPublicKey(text))).toBe("unusable-key");
    }
  });
});

describe("tenant keys", () => {
  it("differ by pepper and by slug", async () => {
    const [one, two] = [tenantKeys(new Uint8Array(32)), tenantKeys(new Uint8Array(32).fill(1))];
    const keys = await Promise.all([one("acme"), one("acmf"), two("acme")]);
    expect(new Set(keys.map(({ hi, lo }) => `${hi} ${lo}`)).size).toBe(3);
    expect(await one("acme")).toEqual(keys[0]);
  });

  it("do not follow later changes of the caller's pepper", async () => {
    const pepper = new Uint8Array(32);
    const keyOf = tenantKeys(pepper);
    pepper.fill(9);
    expect(await keyOf("acme")).toEqual(await tenantKeys(new Uint8Array(32))("acme"));
  });

  it("need a pepper of 32 bytes", () => {
    expect(() => tenantKeys(new Uint8Array(31))).toThrow(RangeError);
  });
});
