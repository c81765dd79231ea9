import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCredentialKey } from "./credential-key.ts";

describe("createCredentialKey", () => {
  it("names a credential the same way every time and says nothing of it", () => {
    const keyOf = createCredentialKey(Uint32Array.of(1, 2));
    expect(keyOf("acme.secret")).toBe(keyOf("acme.secret"));
    expect(keyOf("acme.secret")).not.toContain("secret");
  });

  it("depends on the seed", () => {
    expect(createCredentialKey(Uint32Array.of(1, 2))("x")).not.toBe(createCredentialKey(Uint32Array.of(3, 4))("x"));
  });

  it("tells credentials apart", () => {
    const keyOf = createCredentialKey(Uint32Array.of(0x12345678, 0x9abcdef0));
    const keys = new Set(Array.from({ length: 20_000 }, (_, at) => keyOf(`acme.${at.toString(36)}`)));
    expect(keys.size).toBe(20_000);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(keyOf(one) === keyOf(other)).toBe(one === other);
      }),
    );
  });
});
