interface Slot<Value> {
  readonly value: Value;
  used: boolean;
}

/** A bounded memory of slugs. */
export interface SlugCache<Value> {
  /** Allocates nothing. */
  get(slug: string): Value | undefined;
  set(slug: string, value: Value): void;
}

/** How many used slugs one insertion spares before it drops the next, so that an insertion has a known price. */
const spared = 8;

/**
 * Least recently used, by second chance: a hit only marks its slug, where a true list would move it in the map (which
 * allocates). Slugs asked for once, as a scan of made-up names brings, leave before those in use.
 */
export const createSlugCache = <Value>(size: number): SlugCache<Value> => {
  const slots = new Map<string, Slot<Value>>();

  const evict = (): void => {
    let chances = spared;
    for (const [slug, slot] of slots) {
      slots.delete(slug);
      if (!slot.used || chances-- === 0) return;
      slot.used = false;
      slots.set(slug, slot);
    }
  };

  return {
    get(slug) {
      const slot = slots.get(slug);
      if (slot === undefined) return undefined;
      slot.used = true;
      return slot.value;
    },
    set(slug, value) {
      if (slots.size >= size && !slots.has(slug)) evict();
      slots.set(slug, { value, used: false });
    },
  };
};
