import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { credentialOf, tenantHint } from "./credential.ts";

const of = (headers: Record<string, string>) => credentialOf(new Headers(headers), "__Host-edge");

describe("credentialOf", () => {
  it.each([
    [{ authorization: "Bearer acme.x" }, "acme.x"],
    [{ authorization: "bearer acme.x", cookie: "__Host-edge=other.y" }, "acme.x"],
    [{ cookie: "__Host-edge=acme.x" }, "acme.x"],
    [{ cookie: "a=1;__Host-edge=acme.x ; b=2" }, "acme.x"],
    [{ cookie: "__Host-edge=acme.x=y" }, "acme.x=y"],
    [{ cookie: "__Host-edge=acme.first; __Host-edge=acme.second" }, "acme.first"],
  ])("finds in %j the credential %s", (headers, expected) => {
    expect(of(headers as Record<string, string>)).toBe(expected);
  });

  it.each([
    {},
    { authorization: "Basic x" },
    { cookie: "edge=acme.x" },
    { cookie: "__host-edge=acme.x" },
    { cookie: ";;=" },
  ])("finds none in %j", (headers) => {
    expect(of(headers as Record<string, string>)).toBeUndefined();
  });
});

describe("tenantHint", () => {
  it("reads the tenant in front of the secret", () => {
    expect(tenantHint(`acme-2.${"x".repeat(43)}`)).toBe("acme-2");
    for (const none of ["", "acme", ".x", "Acme.x", "a_b.x", "-acme.x", "ac--me.x"])
      expect(tenantHint(none)).toBeUndefined();
  });

  it("never takes what can be no tenant's name", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tenantHint(text) ?? "none").toMatch(/^[a-z][a-z0-9-]+$/);
      }),
    );
  });
});
