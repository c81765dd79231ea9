import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  importEdgeKey,
  isFresh,
  noTenant,
  noUser,
  type SignedRequest,
  sign,
  signedText,
  unsignedDigest,
  verify,
} from "./index.ts";

const secret = (fill: number) => new Uint8Array(32).fill(fill);
const key = await importEdgeKey("k1", secret(1));
const next = await importEdgeKey("k2", secret(2));

const request: SignedRequest = {
  time: 1_800_000_000,
  method: "GET",
  target: "/api/v1/flows?limit=20",
  host: "acme.westeurope.flowguard.example",
  tenant: "acme",
  region: "westeurope",
  requestId: "0198c2f4-7d2e-7c1a-9f5b-0a1b2c3d4e5f",
  clientAddress: "203.0.113.7",
  user: noUser,
  digest: unsignedDigest,
};

/** Computed with Python's `hmac` over the text written out by hand. */
const golden = "v1=182f8b7c341b01a0cf567d774c616241adcd998ddfdc4cc2f8ae517e55dcabd1";

/** One other value for every field: a field missing here does not compile. */
const others: { readonly [Field in keyof SignedRequest]: SignedRequest[Field] } = {
  time: request.time + 1,
  method: "POST",
  target: "/api/v1/flows?limit=21",
  host: "acme.northeurope.flowguard.example",
  tenant: noTenant,
  region: "northeurope",
  requestId: "0198c2f4-7d2e-7c1a-9f5b-0a1b2c3d4e60",
  clientAddress: "203.0.113.8",
  user: "u1",
  digest: "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
};
const fields = Object.keys(others) as (keyof SignedRequest)[];

describe("edge signature", () => {
  it("is the golden one", async () => {
    expect(await sign(request, key)).toBe(golden);
    expect(await verify(request, "k1", golden, [key], request.time)).toBe(true);
  });

  it.each(fields)("covers %s", async (field) => {
    const changed = { ...request, [field]: others[field] };
    expect(await verify(changed, "k1", golden, [key], request.time)).toBe(false);
    expect(await sign(changed, key)).not.toBe(golden);
  });

  it.each([
    [-31, false],
    [-30, true],
    [0, true],
    [30, true],
    [31, false],
  ])("at a clock %i s away is acceptable: %s", async (skew, acceptable) => {
    expect(await verify(request, "k1", golden, [key], request.time + skew)).toBe(acceptable);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("made at time %s is stale", (time) => {
    expect(isFresh(time, request.time)).toBe(false);
    expect(isFresh(time, time)).toBe(false);
  });

  it("is accepted under two live keys, each by its id", async () => {
    const byNext = await sign(request, next);
    expect(await verify(request, "k1", golden, [key, next], request.time)).toBe(true);
    expect(await verify(request, "k2", byNext, [key, next], request.time)).toBe(true);
    expect(await verify(request, "k2", golden, [key, next], request.time)).toBe(false);
    expect(await verify(request, "k1", byNext, [key, next], request.time)).toBe(false);
  });

  it("is refused under a retired key, an unknown one and none", async () => {
    expect(await verify(request, "k1", golden, [next], request.time)).toBe(false);
    expect(await verify(request, "k3", golden, [key, next], request.time)).toBe(false);
    expect(await verify(request, "k1", golden, [], request.time)).toBe(false);
    expect(await verify(request, "k1", golden, [await importEdgeKey("k1", secret(3))], request.time)).toBe(false);
  });

  it.each([
    ["empty", ""],
    ["without version", golden.slice(3)],
    ["another version", golden.replace("v1", "v2")],
    ["upper case", `v1=${golden.slice(3).toUpperCase()}`],
    ["a digit short", golden.slice(0, -1)],
    ["a digit long", `${golden}0`],
    ["not hexadecimal", `${golden.slice(0, -1)}g`],
    ["with a space", ` ${golden}`],
    ["with a line feed", `${golden}\n`],
    ["twice", `${golden}, ${golden}`],
  ])("is refused %s", async (_, malformed) => {
    expect(await verify(request, "k1", malformed, [key], request.time)).toBe(false);
  });

  it("is refused with any digit changed", async () => {
    for (let at = 3; at < golden.length; at++) {
      const digit = golden[at] === "0" ? "1" : "0";
      const changed = golden.slice(0, at) + digit + golden.slice(at + 1);
      expect(await verify(request, "k1", changed, [key], request.time)).toBe(false);
    }
  });

  const textFields = fields.filter((field) => field !== "time");

  it.each(textFields)("refuses a line feed in %s", async (field) => {
    const split = { ...request, [field]: `${request[field]}\nx` };
    expect(() => signedText(split)).toThrow(RangeError);
    await expect(sign(split, key)).rejects.toThrow(RangeError);
    expect(await verify(split, "k1", golden, [key], request.time)).toBe(false);
  });

  it.each(textFields)("refuses a lone surrogate in %s, which would sign like another one", async (field) => {
    const broken = { ...request, [field]: "\ud800" };
    await expect(sign(broken, key)).rejects.toThrow(RangeError);
    expect(await verify(broken, "k1", golden, [key], request.time)).toBe(false);
  });

  it("never has one text for two requests", () => {
    const text = fc.oneof(
      fc.constantFrom("", "-", "a", "\n", "a\n", "\nb", "GET\n/", "\r", "v1"),
      fc.string({ maxLength: 4 }),
    );
    const any: fc.Arbitrary<SignedRequest> = fc.record({
      time: fc.integer({ min: 0, max: 20 }),
      method: text,
      target: text,
      host: text,
      tenant: text,
      region: text,
      requestId: text,
      clientAddress: text,
      user: text,
      digest: text,
    });
    const attempt = (candidate: SignedRequest) => {
      try {
        return signedText(candidate);
      } catch {
        return undefined;
      }
    };
    // A line feed moved from one field to its neighbour is what an ambiguous text would confuse.
    const neighbours = fc.tuple(any, fc.integer({ min: 0, max: textFields.length - 2 })).map(([base, at]) => {
      const [left, right] = [textFields[at] ?? "method", textFields[at + 1] ?? "target"];
      return [base, { ...base, [left]: `${base[left]}\n${base[right]}`, [right]: "" }] as const;
    });
    fc.assert(
      fc.property(fc.oneof(fc.tuple(any, any), neighbours), ([one, other]) => {
        const [first, second] = [attempt(one), attempt(other)];
        if (first === undefined || second === undefined) return;
        const same = fields.every((field) => one[field] === other[field]);
        expect(first === second).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("edge key", () => {
  it("needs 32 bytes", async () => {
    await expect(importEdgeKey("short", new Uint8Array(31))).rejects.toThrow(RangeError);
    expect((await importEdgeKey("enough", new Uint8Array(32))).id).toBe("enough");
  });
});
