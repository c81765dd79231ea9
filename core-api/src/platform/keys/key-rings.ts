import { LRUCache } from "lru-cache";

/** The unwrapped keys of one organisation, by version. */
export interface KeyRing {
  readonly active: number;
  readonly versions: ReadonlyMap<number, Uint8Array>;
}

export interface KeyRings {
  /**
   * Runs `use` with the organisation's keys, read by one `load` however many ask at once. `use` is synchronous, so that no
   * key is kept past it.
   */
  with<T>(orgId: string, use: (ring: KeyRing) => T): Promise<T>;
  /** Forgets one organisation's keys. */
  drop(orgId: string): void;
  /** Forgets all of them, also those being read now. */
  clear(): void;
}

export interface KeyRingsOptions {
  readonly load: (orgId: string) => Promise<KeyRing>;
  readonly maxOrgs: number;
  readonly seconds: number;
}

interface Loading {
  readonly ring: Promise<KeyRing>;
  /** Callers that have not used the ring yet. */
  waiting: number;
  /** Nothing keeps the ring once they have. */
  dropped: boolean;
}

/**
 * Keeps unwrapped keys for a limited time and zeroes them afterwards. Zeroing waits for callers whose turn to use the ring
 * has not come: a value sealed under a zeroed key would be open to everybody and lost to its owner.
 */
export const createKeyRings = ({ load, maxOrgs, seconds }: KeyRingsOptions): KeyRings => {
  const loadings = new Map<string, Loading>();
  const unused = new WeakMap<KeyRing, Loading>();
  const dispose = (ring: KeyRing): void => {
    const loading = unused.get(ring);
    if (loading === undefined) wipe(ring);
    else loading.dropped = true;
  };
  // updateAgeOnGet stays off: a busy key would never be asked for again, and a revoked one would live on.
  const kept = new LRUCache<string, KeyRing>({ max: maxOrgs, ttl: seconds * 1000, ttlAutopurge: true, dispose });

  const start = (orgId: string): Loading => {
    const loading: Loading = {
      waiting: 0,
      dropped: false,
      ring: load(orgId).then(
        (ring) => {
          if (loadings.get(orgId) === loading) loadings.delete(orgId);
          unused.set(ring, loading);
          if (!loading.dropped) kept.set(orgId, ring);
          return ring;
        },
        (error: unknown) => {
          if (loadings.get(orgId) === loading) loadings.delete(orgId);
          throw error;
        },
      ),
    };
    loadings.set(orgId, loading);
    return loading;
  };

  return {
    async with(orgId, use) {
      const ring = kept.get(orgId);
      if (ring !== undefined) return use(ring);
      const loading = loadings.get(orgId) ?? start(orgId);
      loading.waiting += 1;
      const loaded = await loading.ring;
      try {
        return use(loaded);
      } finally {
        loading.waiting -= 1;
        if (loading.waiting === 0) {
          unused.delete(loaded);
          if (loading.dropped) wipe(loaded);
        }
      }
    },
    drop(orgId) {
      kept.delete(orgId);
    },
    clear() {
      for (const loading of loadings.values()) loading.dropped = true;
      loadings.clear();
      kept.clear();
    },
  };
};

const wipe = ({ versions }: KeyRing): void => {
  for (const key of versions.values()) key.fill(0);
};
