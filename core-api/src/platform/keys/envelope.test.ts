import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { envelopeVersion, openEnvelope, type Place, sealEnvelope } from "./envelope.ts";
import { KeyUnavailable } from "./key-service.ts";

const key = new Uint8Array(randomBytes(32));
const place: Place = { orgId: "00000000-0000-7000-8000-000000000001", purpose: "audit", context: "audit_event.pii 1" };

test("any value comes back, under the version it was sealed with", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }), (plain, version) => {
      const sealed = sealEnvelope(key, version, plain, place);
      expect(envelopeVersion(sealed)).toBe(version);
      expect(openEnvelope(key, sealed, place)).toEqual(new Uint8Array(plain));
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["organisation", { orgId: "00000000-0000-7000-8000-000000000002" }],
  ["purpose", { purpose: "connector" }],
  ["context", { context: "audit_event.pii 2" }],
])("it does not open in the place of another %s", (_, other) => {
  const sealed = sealEnvelope(key, 1, Buffer.from("ana@acme.test"), place);
  expect(() => openEnvelope(key, sealed, { ...place, ...other })).toThrow(KeyUnavailable);
});

test("every changed byte and every cut is noticed", () => {
  const sealed = sealEnvelope(key, 1, Buffer.from("ana@acme.test"), place);
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openEnvelope(key, changed, place)).toThrow(KeyUnavailable);
    expect(() => openEnvelope(key, sealed.slice(0, at), place)).toThrow(KeyUnavailable);
  }
});

test("nothing of the value shows, and no two seals are alike", () => {
  const plain = Buffer.from("ana@acme.test");
  const [one, two] = [sealEnvelope(key, 1, plain, place), sealEnvelope(key, 1, plain, place)];
  expect(Buffer.from(one).includes("acme")).toBe(false);
  expect(one).not.toEqual(two);
});
