import { isTenantSlug } from "../names/index.ts";
import type { Region, Registry } from "../region/index.ts";
import { answer, isExpired, nextExpiry, type PinAnswer, unknown } from "./answer.ts";
import type { PinClaim } from "./claim.ts";
import { PinMapError } from "./error.ts";
import type { PinMap } from "./pin-map.ts";
import { createSlugCache } from "./slug-cache.ts";
import { type TenantKey, tenantKeys } from "./tenant-key.ts";
import { verifyOwnedPinMap } from "./verify.ts";

/** What became of an offered map. `detail` is a sentence for the log. */
export type PinOffer =
  | { readonly accepted: true; readonly epoch: number }
  | {
      readonly accepted: false;
      readonly reason: "older" | "same" | "invalid" | "expired";
      readonly detail: string;
    };

export interface HeldPins {
  readonly region: string;
  readonly epoch: number;
  readonly issuedAt: number;
  readonly notAfter: number;
  /** Tenants and claims in the map. */
  readonly size: number;
}

export interface PinDirectoryOptions {
  readonly registry: Registry;
  /** At least 32 bytes, the same in every region of the product. */
  readonly pepper: Uint8Array;
  /** Seconds since 1970. @default the system's clock */
  readonly now?: () => number;
  /** Slugs whose key and answer are remembered. @default 10000 */
  readonly cacheSize?: number;
}

/** The newest map of every region, and the answers they give together. */
export interface PinDirectory {
  /** Takes a map from wherever it came. Never throws for what `bytes` hold; a refused map leaves the held one in place. */
  offer(regionId: string, bytes: Uint8Array): Promise<PinOffer>;
  /** The answer without waiting and without allocating, or `undefined` when the slug was not asked for lately: call `lookup`. */
  peek(slug: string): PinAnswer | undefined;
  lookup(slug: string): Promise<PinAnswer>;
  /** Claims of a name in the held maps. No answer about where a tenant is takes them into account. */
  claims(slug: string): Promise<readonly PinClaim[]>;
  held(): readonly HeldPins[];
  /** A region's map as it was signed, for others to fetch; not to be changed. */
  bytes(regionId: string): Uint8Array<ArrayBuffer> | undefined;
}

/** One region's place in the directory. */
interface Shelf {
  readonly region: Region;
  map: PinMap | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
}

interface Remembered {
  readonly key: TenantKey;
  answer: PinAnswer;
  /** The set of maps the answer was found in. */
  generation: number;
  /** The last second in which the answer holds: then a map expires. */
  until: number;
}

/** Throws `RangeError` for a pepper of fewer than 32 bytes. */
export const createPinDirectory = ({
  registry,
  pepper,
  now = () => Math.floor(Date.now() / 1000),
  cacheSize = 10_000,
}: PinDirectoryOptions): PinDirectory => {
  const keyOf = tenantKeys(pepper);
  const shelves: readonly Shelf[] = registry.regions.map((region) => ({ region, map: undefined, bytes: undefined }));
  const remembered = createSlugCache<Remembered>(cacheSize);
  let generation = 0;

  const current = (entry: Remembered, at: number): PinAnswer => {
    if (entry.generation === generation && at <= entry.until) return entry.answer;
    entry.answer = answer(shelves, entry.key, at);
    entry.generation = generation;
    entry.until = nextExpiry(shelves, at);
    return entry.answer;
  };

  const peek = (slug: string): PinAnswer | undefined => {
    const entry = remembered.get(slug);
    if (entry !== undefined) return current(entry, now());
    return isTenantSlug(slug) ? undefined : unknown;
  };

  return {
    peek,

    async lookup(slug) {
      const known = peek(slug);
      if (known !== undefined) return known;
      const entry: Remembered = { key: await keyOf(slug), answer: unknown, generation: -1, until: -1 };
      remembered.set(slug, entry);
      return current(entry, now());
    },

    async claims(slug) {
      const key = await keyOf(slug);
      return shelves.flatMap(({ region, map }) => {
        const claimedAt = map?.claimedAt(key);
        return claimedAt === undefined ? [] : [{ region: region.id, claimedAt }];
      });
    },

    async offer(regionId, bytes) {
      const shelf = shelves.find(({ region }) => region.id === regionId);
      if (shelf === undefined) return refused("invalid", "the registry has no such region");
      if (shelf.bytes !== undefined && equal(shelf.bytes, bytes)) return refused("same", "this map is already held");
      const offered = new Uint8Array(bytes);
      let map: PinMap;
      try {
        map = await verifyOwnedPinMap(offered, shelf.region);
      } catch (error) {
        if (error instanceof PinMapError) return refused("invalid", error.message);
        throw error;
      }
      // Compared only now: another map may have come in while the signature was checked.
      const heldEpoch = shelf.map?.epoch ?? -1;
      if (map.epoch < heldEpoch) return refused("older", `epoch ${map.epoch} is older than the held ${heldEpoch}`);
      if (shelf.bytes !== undefined && map.epoch === heldEpoch) {
        if (equal(shelf.bytes, offered)) return refused("same", "this map is already held");
        return refused("invalid", `epoch ${map.epoch} was issued twice with different content`);
      }
      if (isExpired(map, now())) return refused("expired", `the map counted until ${map.notAfter}`);
      shelf.map = map;
      shelf.bytes = offered;
      generation++;
      return { accepted: true, epoch: map.epoch };
    },

    held: () =>
      shelves.flatMap(({ map }) => {
        if (map === undefined) return [];
        const { region, epoch, issuedAt, notAfter, size } = map;
        return [{ region, epoch, issuedAt, notAfter, size }];
      }),

    bytes: (regionId) => shelves.find(({ region }) => region.id === regionId)?.bytes,
  };
};

const refused = (reason: "older" | "same" | "invalid" | "expired", detail: string): PinOffer => ({
  accepted: false,
  reason,
  detail,
});

const equal = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
};
