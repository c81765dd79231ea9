import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Blob, BlobStore } from "../../src/platform/blob/index.ts";

/** What every blob store has to do. `open` answers a store on the same data each time. */
export const describeBlobStore = (name: string, open: () => BlobStore): void => {
  describe(name, () => {
    const read = async (store: BlobStore, blob: string): Promise<Blob> => {
      const found = await store.get(blob);
      if (found === undefined || found === "unchanged") throw new Error(`there is no blob ${blob}`);
      return found;
    };

    test("gives back what was put, to others too", async () => {
      const bytes = new Uint8Array(randomBytes(70_000));
      const blob = `pins/${randomUUID()}`;
      await open().put(blob, bytes);
      expect((await read(open(), blob)).bytes).toEqual(bytes);
    });

    test("keeps an empty blob apart from none", async () => {
      const blob = `empty/${randomUUID()}`;
      expect(await open().get(blob)).toBeUndefined();
      await open().put(blob, new Uint8Array());
      expect((await read(open(), blob)).bytes).toEqual(new Uint8Array());
    });

    test("replaces the whole blob and gives it another tag", async () => {
      const [store, blob] = [open(), `pins/${randomUUID()}`];
      await store.put(blob, new Uint8Array([1, 2, 3, 4]));
      const first = await read(store, blob);
      await store.put(blob, new Uint8Array([5]));
      const second = await read(store, blob);
      expect(second.bytes).toEqual(new Uint8Array([5]));
      expect(second.etag).not.toBe(first.etag);
    });

    test("answers unchanged for the tag it gave out, and the bytes for an older one", async () => {
      const [store, blob] = [open(), `pins/${randomUUID()}`];
      await store.put(blob, new Uint8Array([1]));
      const { etag } = await read(store, blob);
      expect(await store.get(blob, etag)).toBe("unchanged");
      await store.put(blob, new Uint8Array([2]));
      expect(await store.get(blob, etag)).toMatchObject({ bytes: new Uint8Array([2]) });
    });

    test("removes a blob, and one that is not there", async () => {
      const [store, blob] = [open(), `pins/${randomUUID()}`];
      await store.put(blob, new Uint8Array([1]));
      await store.delete(blob);
      expect(await store.get(blob)).toBeUndefined();
      await store.delete(blob);
    });

    test("many writers at once leave one of their blobs, whole", async () => {
      const [store, blob] = [open(), `pins/${randomUUID()}`];
      const written = Array.from({ length: 8 }, (_, n) => new Uint8Array(20_000).fill(n));
      await Promise.all(written.map((bytes) => store.put(blob, bytes)));
      const { bytes } = await read(store, blob);
      expect(written).toContainEqual(bytes);
    });
  });
};
