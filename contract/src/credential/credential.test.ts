import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CredentialFields, readCredential, tenantHint } from "./index.ts";

const name = "__Host-edge";
const of = (fields: Partial<CredentialFields>) =>
  readCredential({ authorization: undefined, cookie: undefined, ...fields }, name);

describe("readCredential", () => {
  it.each([
    [{ authorization: "Bearer acme.x" }, "acme.x", false],
    [{ authorization: "bearer    acme.x  " }, "acme.x", false],
    [{ authorization: "bearer acme.x", cookie: "__Host-edge=other.y" }, "acme.x", false],
    [{ cookie: "__Host-edge=acme.x" }, "acme.x", true],
    [{ cookie: "a=1;\t__Host-edge=acme.x ; b=2" }, "acme.x", true],
    [{ cookie: "__Host-edge =acme.junk; __Host-edge=acme.x" }, "acme.x", true],
    [{ cookie: "a; __Host-edgex=1; __Host-edge=acme.x" }, "acme.x", true],
  ])("finds in %j the credential %s", (fields, token, ambient) => {
    expect(of(fields)).toEqual({ token, ambient });
  });

  it.each<Partial<CredentialFields>>([
    {},
    { authorization: "" },
    { authorization: "Bearer" },
    { authorization: "Bearer " },
    { authorization: "Basic x", cookie: "__Host-edge=acme.x" },
    { authorization: "Bearer\tacme.x" },
    { authorization: "Bearer acme.x, Bearer acme.y" },
    { authorization: "Bearer acme.x y" },
    { authorization: " Bearer acme.x" },
    { cookie: "edge=acme.x" },
    { cookie: "__host-edge=acme.x" },
    { cookie: "__Host-edge =acme.x" },
    { cookie: '__Host-edge="acme.x"' },
    { cookie: "__Host-edge=acme.first; __Host-edge=acme.second" },
    { cookie: "__Host-edge=acme.same;__Host-edge=acme.same" },
    { cookie: "__Host-edge=" },
    { cookie: ";;=" },
  ])("finds none in %j", (fields) => {
    expect(of(fields)).toBeUndefined();
  });

  it("reads one token however it is wrapped, so that no wrapping has limits of its own", () => {
    const spaces = fc.nat(40).map((count) => " ".repeat(count));
    const junk = fc.constantFrom("a=1", `${name} =j`, `${name}x=j`, "", "=", `x${name}=j`, "b");
    fc.assert(
      fc.property(spaces, spaces, fc.array(junk), fc.array(junk), (before, after, first, last) => {
        expect(of({ authorization: `BeArEr ${before}acme.x${after}` })?.token).toBe("acme.x");
        const cookie = [...first, `${before}${name}=${after}acme.x${before}`, ...last].join(";");
        expect(of({ cookie })?.token).toBe("acme.x");
      }),
    );
  });
});

it("judges hostile repetition in linear time", () => {
  const started = Date.now();
  for (const unit of [" ", "\t", "=", ";", ";=", "a", `;${name}`]) {
    const long = unit.repeat(40_000);
    of({ authorization: `Bearer ${long}"` });
    of({ cookie: `${name}=a${long}b;${long}` });
  }
  expect(Date.now() - started).toBeLessThan(300);
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
