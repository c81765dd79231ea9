import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeyService, KeyUnavailable } from "../../src/platform/keys/index.ts";

export interface KeyServiceSubject {
  /** The service as one process holds it, on the same key each time. */
  open(): KeyService;
  /** The same kind of service on a key of its own. */
  other(): KeyService;
  /** A service on a key of its own, and what takes that key away; it answers the service as it is from then on. */
  revocable(): Promise<{ readonly service: KeyService; revoke(): Promise<KeyService> }>;
  /** Cases a property runs; fewer where a call costs money or time. @default 50 */
  readonly runs?: number;
}

/** What every key service has to do, whoever holds its key. */
export const describeKeyService = (name: string, { open, other, revocable, runs = 50 }: KeyServiceSubject): void => {
  describe(name, () => {
    const plain = () => new Uint8Array(randomBytes(32));

    test("what was wrapped opens under its context, in every process, and under no other", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 1, maxLength: 200 }),
          fc.string(),
          fc.string(),
          async (bytes, context, wrong) => {
            const wrapped = await open().wrap(bytes, context);
            expect(await open().unwrap(wrapped, context)).toEqual(new Uint8Array(bytes));
            fc.pre(wrong !== context);
            await expect(open().unwrap(wrapped, wrong)).rejects.toThrow(KeyUnavailable);
          },
        ),
        { numRuns: runs },
      );
    });

    test("where the context ends and the key begins cannot be moved", async () => {
      const wrapped = await open().wrap(new TextEncoder().encode("bc"), "a");
      await expect(open().unwrap(wrapped, "ab")).rejects.toThrow(KeyUnavailable);
      await expect(open().unwrap(wrapped, "")).rejects.toThrow(KeyUnavailable);
    });

    test("every changed byte, every cut and every addition is noticed", async () => {
      const [service, wrapped] = [open(), await open().wrap(plain(), "context")];
      const refused = (bytes: Uint8Array) => expect(service.unwrap(bytes, "context")).rejects.toThrow(KeyUnavailable);
      for (let at = 0; at < wrapped.length; at++) {
        const changed = wrapped.slice();
        changed[at] = (changed[at] ?? 0) ^ 1;
        await refused(changed);
        await refused(wrapped.slice(0, at));
      }
      await refused(new Uint8Array([...wrapped, 0]));
    });

    test("another key opens nothing", async () => {
      const wrapped = await open().wrap(plain(), "context");
      await expect(other().unwrap(wrapped, "context")).rejects.toThrow(KeyUnavailable);
    });

    test("one key wrapped twice looks different, and neither shows it", async () => {
      const key = plain();
      const [one, two] = [await open().wrap(key, "c"), await open().wrap(key, "c")];
      expect(one).not.toEqual(two);
      expect(Buffer.from(one).includes(Buffer.from(key))).toBe(false);
    });

    test("keys of 1 byte to 4 KiB are wrapped, larger ones and empty ones are refused", async () => {
      for (const size of [1, 4096]) {
        const key = new Uint8Array(randomBytes(size));
        expect(await open().unwrap(await open().wrap(key, "c"), "c")).toEqual(key);
      }
      await expect(open().wrap(new Uint8Array(4097), "c")).rejects.toThrow(RangeError);
      await expect(open().wrap(new Uint8Array(), "c")).rejects.toThrow(RangeError);
    });

    test("a key that is taken away opens nothing from then on", async () => {
      const { service, revoke } = await revocable();
      const wrapped = await service.wrap(plain(), "c");
      const after = await revoke();
      await expect(after.unwrap(wrapped, "c", service.id)).rejects.toThrow(KeyUnavailable);
    });

    test("its name tells keys apart and stays the same", () => {
      expect(open().id).toBe(open().id);
      expect(other().id).not.toBe(open().id);
    });

    test("many calls at once do not get in each other's way", async () => {
      const service = open();
      const keys = Array.from({ length: 20 }, plain);
      const wrapped = await Promise.all(keys.map((key, n) => service.wrap(key, `c ${n}`)));
      expect(await Promise.all(wrapped.map((bytes, n) => service.unwrap(bytes, `c ${n}`)))).toEqual(keys);
    });
  });
};
