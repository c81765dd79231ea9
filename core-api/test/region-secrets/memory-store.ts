import type { SecretStore, StoredSecret } from "../../src/platform/region-secrets/index.ts";

export interface MemoryStore extends SecretStore {
  /** Every value that a secret ever had, the one that counts last. */
  readonly versions: ReadonlyMap<string, readonly StoredSecret[]>;
  /** Puts a value in as an operator would. */
  put(id: string, value: string): void;
  /** Has the first value count again, as an operator may who mistrusts the last one. */
  rollBack(id: string): void;
}

/** A store that decides like the real one which of two writers was first; each call takes a turn of the loop or two. */
export const memoryStore = (): MemoryStore => {
  const versions = new Map<string, StoredSecret[]>();
  const of = (id: string): StoredSecret[] => {
    const list = versions.get(id) ?? [];
    versions.set(id, list);
    return list;
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    versions,
    put: (id, value) => void of(id).push({ value, version: `operator ${of(id).length}` }),
    rollBack(id) {
      const list = of(id);
      list.push(...list.splice(0, 1));
    },
    async read(id) {
      await turn();
      return of(id).at(-1);
    },
    async write(id, value, after, attempt = 0) {
      await turn();
      const version = `after ${after ?? "nothing"} ${attempt}`;
      if (!of(id).some((one) => one.version === version)) of(id).push({ value, version });
      await turn();
      const last = of(id).at(-1);
      if (last === undefined) throw new Error("nothing was written");
      return last;
    },
  };
};
