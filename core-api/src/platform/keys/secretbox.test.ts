import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { KeyUnavailable, secretboxKeyService } from "./index.ts";

const key = (): Uint8Array => new Uint8Array(randomBytes(32));
const bytes = fc.uint8Array({ maxLength: 200 });

test("what was wrapped opens under its context and no other", async () => {
  const service = secretboxKeyService([key()]);
  await fc.assert(
    fc.asyncProperty(bytes, fc.string(), fc.string(), async (plain, context, other) => {
      const wrapped = await service.wrap(plain, context);
      expect(await service.unwrap(wrapped, context)).toEqual(new Uint8Array(plain));
      fc.pre(other !== context);
      await expect(service.unwrap(wrapped, other)).rejects.toThrow(KeyUnavailable);
    }),
    { numRuns: 50 },
  );
});

test("every changed byte is noticed, wherever it is, and so is every cut", async () => {
  const service = secretboxKeyService([key()]);
  const wrapped = await service.wrap(new Uint8Array(32), "context");
  for (let at = 0; at < wrapped.length; at++) {
    const changed = wrapped.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(service.unwrap(changed, "context")).rejects.toThrow(KeyUnavailable);
    await expect(service.unwrap(wrapped.slice(0, at), "context")).rejects.toThrow(KeyUnavailable);
  }
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

test("the same key wrapped twice looks different", async () => {
  const service = secretboxKeyService([key()]);
  expect(await service.wrap(new Uint8Array(32), "c")).not.toEqual(await service.wrap(new Uint8Array(32), "c"));
});
