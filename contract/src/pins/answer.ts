import type { Region } from "../region/index.ts";
import type { PinMap, Pinned } from "./pin-map.ts";
import type { TenantKey } from "./tenant-key.ts";

/** Where a tenant is, as far as the maps say. There is no default region: who cannot know says `unavailable`. */
export type PinAnswer =
  | Pinned
  | { readonly kind: "unknown" }
  | {
      readonly kind: "unavailable";
      readonly reason: "missing" | "expired" | "conflict";
      /** Whose map is missing or expired. */
      readonly region?: string;
    };

/** A region of the registry and the newest map it has given, if any. */
export interface RegionPins {
  readonly region: Region;
  readonly map: PinMap | undefined;
}

export const unknown: PinAnswer = Object.freeze({ kind: "unknown" });

/** True when a map no longer counts at `at`, in seconds. A clock that is not a number expires everything. */
export const isExpired = ({ notAfter }: PinMap, at: number): boolean => !(at <= notAfter);

/**
 * What all maps together say about a tenant at `at`, in seconds:
 * - live in one map that counts: there, whatever other regions remember of it; live in two: `conflict`;
 * - else moved: where the newest record says; two of the same epoch that disagree are a `conflict`;
 * - else `unavailable` while any region's map is missing or expired, since that one might hold it;
 * - else `unknown`.
 */
export const answer = (pins: readonly RegionPins[], key: TenantKey, at: number): PinAnswer => {
  let live: Pinned | undefined;
  let moved: Pinned | undefined;
  let disputed = false;
  let expiredHolder: string | undefined;
  let missing: string | undefined;
  let expired: string | undefined;
  for (const { region, map } of pins) {
    if (map === undefined) {
      missing ??= region.id;
      continue;
    }
    const found = map.find(key);
    if (isExpired(map, at)) {
      expired ??= region.id;
      if (found !== undefined) expiredHolder ??= region.id;
    } else if (found !== undefined && found.state !== "moved") {
      if (live !== undefined) return conflict;
      live = found;
    } else if (found !== undefined) {
      if (moved === undefined || found.epoch > moved.epoch) {
        moved = found;
        disputed = false;
      } else if (found.epoch === moved.epoch && found.region !== moved.region) disputed = true;
    }
  }
  if (live !== undefined) return live;
  if (moved !== undefined) return disputed ? conflict : whereItWent(moved, pins);
  if (expiredHolder !== undefined) return unavailable("expired", expiredHolder);
  if (missing !== undefined) return unavailable("missing", missing);
  if (expired !== undefined) return unavailable("expired", expired);
  return unknown;
};

/** The second after which an answer given at `at` may change by itself, or `Infinity`. */
export const nextExpiry = (pins: readonly RegionPins[], at: number): number => {
  let next = Number.POSITIVE_INFINITY;
  for (const { map } of pins) if (map !== undefined && !isExpired(map, at)) next = Math.min(next, map.notAfter);
  return next;
};

const unavailable = (reason: "missing" | "expired", region: string): PinAnswer =>
  Object.freeze({ kind: "unavailable", reason, region });

const conflict: PinAnswer = Object.freeze({ kind: "unavailable", reason: "conflict" });

/** A tenant that went to a region this registry does not list yet has no endpoint to send anyone to. */
const whereItWent = (moved: Pinned, pins: readonly RegionPins[]): PinAnswer =>
  pins.some(({ region }) => region.id === moved.region) ? moved : unavailable("missing", moved.region);
