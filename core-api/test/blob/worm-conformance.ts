import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { WormRefused, type WormStore } from "../../src/platform/blob/index.ts";

export interface WormSubject {
  /** A store on the same data each time. */
  open(): WormStore;
  /** What somebody with every right to the storage but that of lifting locks tries, past the store. */
  readonly attack: {
    /** Writes other bytes under the name. */
    overwrite(name: string): Promise<unknown>;
    /** Removes the name, as far as the storage lets him. */
    hide(name: string): Promise<unknown>;
    /** Removes what was written first for good. Must be refused. */
    destroy(name: string): Promise<unknown>;
  };
}

const day = 86_400_000;
/** Storages keep whole seconds. */
const inDays = (days: number): Date => new Date(Math.floor((Date.now() + days * day) / 1000) * 1000);

/** What every write-once store has to do. */
export const describeWormStore = (name: string, { open, attack }: WormSubject): void => {
  describe(name, () => {
    const bytes = () => new Uint8Array(randomBytes(500));
    const written = async (days = 30) => {
      const [object, content, until] = [`audit/${randomUUID()}`, bytes(), inDays(days)];
      await open().put(object, content, until);
      return { object, content, until };
    };

    test("gives back what was put, with the end of its lock", async () => {
      const { object, content, until } = await written();
      expect(await open().get(object)).toEqual({ bytes: content, lock: { mode: "COMPLIANCE", until } });
      expect(await open().get(`${object}/none`)).toBeUndefined();
    });

    test("refuses other bytes under a name that was written, and takes the same ones", async () => {
      const { object, content, until } = await written();
      await expect(open().put(object, bytes(), until)).rejects.toThrow(WormRefused);
      await open().put(object, content, until);
      expect((await open().get(object))?.bytes).toEqual(content);
    });

    test("writing the same bytes again moves the end of the lock out, and never in", async () => {
      const { object, content, until } = await written();
      const later = inDays(40);
      await open().put(object, content, later);
      expect((await open().get(object))?.lock?.until).toEqual(later);
      await open().put(object, content, until);
      expect((await open().get(object))?.lock?.until).toEqual(later);
    });

    test("of many writers of one name one wins, and the others are told", async () => {
      const object = `audit/${randomUUID()}`;
      const contents = Array.from({ length: 6 }, bytes);
      const results = await Promise.allSettled(contents.map((content) => open().put(object, content, inDays(30))));
      const winners = contents.filter((_, n) => results[n]?.status === "fulfilled");
      expect(winners).toHaveLength(1);
      expect((await open().get(object))?.bytes).toEqual(winners[0]);
      for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(WormRefused);
    });

    test("what is written on top changes nothing", async () => {
      const { object, content } = await written();
      await attack.overwrite(object);
      expect((await open().get(object))?.bytes).toEqual(content);
      await expect(open().put(object, bytes(), inDays(30))).rejects.toThrow(WormRefused);
    });

    test("what hides an object hides it from nobody, and frees no name", async () => {
      const { object, content, until } = await written();
      await attack.hide(object);
      expect((await open().get(object))?.bytes).toEqual(content);
      await expect(open().put(object, bytes(), until)).rejects.toThrow(WormRefused);
      expect(await names(object)).toEqual([object]);
    });

    test("nobody destroys a locked object", async () => {
      const { object, content } = await written();
      await expect(attack.destroy(object)).rejects.toThrow();
      expect((await open().get(object))?.bytes).toEqual(content);
    });

    test("the end of a lock moves out and not in", async () => {
      const { object, until } = await written(30);
      const later = inDays(60);
      await open().extend(object, later);
      expect((await open().get(object))?.lock?.until).toEqual(later);
      await expect(open().extend(object, until)).rejects.toThrow(WormRefused);
      await expect(open().extend(`${object}/none`, until)).rejects.toThrow(WormRefused);
      expect((await open().get(object))?.lock?.until).toEqual(later);
    });

    const names = async (prefix: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { name: object } of open().list(prefix)) found.push(object);
      return found;
    };

    test("lists every object once, in order, and those of the prefix alone", async () => {
      const prefix = `audit/${randomUUID()}`;
      const objects = ["a", "a/b", "b", "c"].map((end) => `${prefix}/${end}`);
      for (const object of objects.toReversed()) await open().put(object, bytes(), inDays(1));
      await attack.overwrite(`${prefix}/b`);
      expect(await names(`${prefix}/`)).toEqual(objects);
      expect(await names(`${prefix}/a`)).toEqual(objects.slice(0, 2));
      expect(await names(`${prefix}/none`)).toEqual([]);
      for await (const { size, writtenAt } of open().list(`${prefix}/b`)) {
        expect(size).toBe(500);
        expect(Math.abs(writtenAt.getTime() - Date.now())).toBeLessThan(60_000);
      }
    });
  });
};
