/** Bounded memory of keys and their state. */
export interface KeyTable {
  /** State of `key`, 0 when it has none. */
  get(key: string): number;
  set(key: string, tat: number, now: number): void;
  readonly size: number;
}

/** Entries looked at for each new key, so that an insertion has a known price. */
const inspected = 4;

/**
 * A table that forgets only what no longer matters: an entry whose time has passed equals an absent one, so nobody's limit
 * is reset by making up keys. When all of `maxKeys` are live, new keys share one state: together they get what one key gets.
 */
export const createKeyTable = (maxKeys: number): KeyTable => {
  const live = new Map<string, number>();
  let shared = 0;

  const makeRoom = (now: number): void => {
    let left = inspected;
    for (const [key, tat] of live) {
      if (left-- === 0) return;
      live.delete(key);
      // Moved to the end, so that the next look goes on with others.
      if (tat > now) live.set(key, tat);
    }
  };

  return {
    get: (key) => live.get(key) ?? (live.size >= maxKeys ? shared : 0),
    set(key, tat, now) {
      if (!live.has(key)) {
        makeRoom(now);
        if (live.size >= maxKeys) {
          shared = Math.max(shared, tat);
          return;
        }
      }
      live.set(key, tat);
    },
    get size() {
      return live.size;
    },
  };
};
