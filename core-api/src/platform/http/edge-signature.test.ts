import { createHmac, randomBytes } from "node:crypto";
import { importEdgeKey, type SignedRequest, sign, verify } from "@bailiwick/contract/signature";
import fc from "fast-check";
import { expect, test } from "vitest";
import { edgeSignature } from "./edge-signature.ts";
import { createHmacSha256 } from "./hmac-sha256.ts";

const keys = ["k1", "k2"].map((id) => ({ id, secret: new Uint8Array(randomBytes(32)) }));
const at = 1_800_000_000;
const check = edgeSignature({ keys, now: () => at });
const request: SignedRequest = {
  time: at,
  method: "GET",
  target: "/api/v1/flows?limit=10",
  host: "acme.north-1.sample.example",
  tenant: "acme",
  region: "north-1",
  requestId: "0199a0b0-0000-7000-8000-000000000001",
  clientAddress: "2001:db8::1",
  user: "-",
  digest: "UNSIGNED",
};
const signed = async (one: SignedRequest, key = keys[0]) => {
  if (key === undefined) throw new Error("no key");
  return sign(one, await importEdgeKey(key.id, new Uint8Array(key.secret)));
};

test("the synchronous HMAC is HMAC-SHA-256 for every key and text", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }),
      (key, texts) => {
        const hmac = createHmacSha256(key);
        for (const text of texts) {
          expect(hmac(text)).toBe(createHmac("sha256", key).update(text).digest("hex"));
        }
      },
    ),
  );
});

test("RFC 4231 test case 2, and a text longer than the prepared block", () => {
  const hmac = createHmacSha256(Buffer.from("Jefe"));
  const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  expect(hmac("what do ya want for nothing?")).toBe(expected);
  const long = "é".repeat(50_000);
  expect(hmac(long)).toBe(createHmac("sha256", "Jefe").update(long).digest("hex"));
  expect(hmac("what do ya want for nothing?")).toBe(expected);
});

test("what the contract signs is trusted, with either live key", async () => {
  for (const key of keys) expect(check(request, key.id, await signed(request, key))).toBe("trusted");
});

test("for any request and any change of it, the answer is that of the contract's own verification", async () => {
  const field = fc.constantFrom<keyof SignedRequest>(
    "method",
    "target",
    "host",
    "tenant",
    "region",
    "requestId",
    "clientAddress",
  );
  const contractKeys = await Promise.all(keys.map(({ id, secret }) => importEdgeKey(id, new Uint8Array(secret))));
  await fc.assert(
    fc.asyncProperty(field, fc.string({ maxLength: 12 }), async (name, value) => {
      const changed = { ...request, [name]: value };
      const signature = await signed(request);
      const expected = await verify(changed, "k1", signature, contractKeys, at);
      expect(check(changed, "k1", signature) === "trusted").toBe(expected);
    }),
  );
});

test("a signature is good for thirty seconds either way and not one more", async () => {
  for (const [skew, answer] of [
    [-31, "stale"],
    [-30, "trusted"],
    [30, "trusted"],
    [31, "stale"],
  ] as const) {
    const one = { ...request, time: at + skew };
    expect(check(one, "k1", await signed(one))).toBe(answer);
  }
  const odd = { ...request, time: Number.NaN };
  expect(check(odd, "k1", await signed(request))).toBe("stale");
});

test("a retired key and malformed signatures are refused", async () => {
  const good = await signed(request);
  expect(check(request, "k0", good)).toBe("unknown-key");
  expect(check(request, "k2", good)).toBe("forged");
  for (const bad of [
    "",
    "v1=",
    good.slice(0, -1),
    `${good}0`,
    good.replace("v1=", "v2="),
    good.toUpperCase(),
    good.replace(/[a-f]/, (digit) => String.fromCharCode(digit.charCodeAt(0) + 256)),
    `v1=${"g".repeat(64)}`,
    `v1=${"é".repeat(64)}`,
  ]) {
    expect(check(request, "k1", bad)).toBe("forged");
  }
  // Right digits up to a point must not be completed by what an earlier check left in the buffer.
  expect(check(request, "k1", good)).toBe("trusted");
  expect(check(request, "k1", `${good.slice(0, 35)}${"z".repeat(32)}`)).toBe("forged");
});

test("a field that cannot be signed makes no signature valid", async () => {
  const good = await signed(request);
  expect(check({ ...request, target: "/a\nb" }, "k1", good)).toBe("forged");
  expect(check({ ...request, target: "/\ud800" }, "k1", good)).toBe("forged");
});
