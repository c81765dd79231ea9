import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { describeKeyService } from "../../../test/keys/conformance.ts";
import { secretboxKeyService } from "./index.ts";

const key = (): Uint8Array => new Uint8Array(randomBytes(32));
const [mine, others] = [key(), key()];

describeKeyService("NaCl secretbox", {
  open: () => secretboxKeyService([mine]),
  other: () => secretboxKeyService([others]),
  revocable: async () => ({
    service: secretboxKeyService([key()]),
    revoke: async () => secretboxKeyService([key()]),
  }),
});

test("a previous key still opens, a new one wraps, and a lost one is named as the reason", async () => {
  const [old, fresh] = [key(), key()];
  const wrapped = await secretboxKeyService([old]).wrap(new Uint8Array([1, 2, 3]), "c");
  const rotated = secretboxKeyService([fresh, old]);
  expect(await rotated.unwrap(wrapped, "c")).toEqual(new Uint8Array([1, 2, 3]));
  const again = await rotated.wrap(new Uint8Array([4]), "c");
  expect(await secretboxKeyService([fresh]).unwrap(again, "c")).toEqual(new Uint8Array([4]));
  await expect(secretboxKeyService([fresh]).unwrap(wrapped, "c")).rejects.toThrow("not given");
});

test("a key of another length is refused", () => {
  expect(() => secretboxKeyService([new Uint8Array(31)])).toThrow(RangeError);
});
