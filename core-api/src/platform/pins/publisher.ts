import { createHash } from "node:crypto";
import {
  buildPinMap,
  exportPinPublicKey,
  importPinPrivateKey,
  PinMapError,
  type PinRecord,
  signPinMap,
  verifyPinMap,
} from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import type { BlobStore } from "../blob/index.ts";
import type { Sql } from "../db/index.ts";
import { canaryOf } from "./canary.ts";

export interface PinPublisherOptions {
  readonly region: string;
  readonly registry: Registry;
  readonly pepper: Uint8Array;
  /** Ed25519, PKCS #8, base64url. */
  readonly privateKey: string;
  /** The catalog, as role platform admin. */
  readonly catalog: Sql;
  readonly blobs: BlobStore;
  /** How long a map counts. @default 86_400 */
  readonly lifetimeSeconds?: number;
}

/** Publishes the map of this region's tenants, and of the names it claims for those that are coming; resolves with its epoch once others can read it. */
export type PublishPins = () => Promise<number>;

export const pinBlobName = (region: string): string => `pins/${region}`;

interface OrgRow {
  readonly slug: string;
  readonly state: "active" | "frozen" | "moved" | "suspended" | "provisioning";
  readonly moved_to: string | null;
  readonly epoch: number;
  /** Seconds since 1970. */
  readonly claimed_at: number;
}

/** Taken for a whole publication, so that a map written later never has a lower epoch than the one it replaces. */
const publicationLock = 7_282_010;

export const createPinPublisher = (options: PinPublisherOptions): PublishPins => {
  const { region, registry, pepper, catalog, blobs, lifetimeSeconds = 86_400 } = options;
  const keys = Promise.all([importPinPrivateKey(options.privateKey), exportPinPublicKey(options.privateKey)]);
  keys.catch(() => undefined); // reported by the first publication

  return async function publish() {
    const [privateKey, publicKey] = await keys;
    const connection = await catalog.reserve();
    try {
      await connection`select pg_advisory_lock(${publicationLock})`;
      try {
        const rows = await connection<OrgRow[]>`
          select slug, state, moved_to, epoch, floor(extract(epoch from created_at))::float8 as claimed_at
            from catalog.org order by slug`;
        const [latest] = await connection<{ epoch: string }[]>`
          select coalesce(max(epoch), 0)::text as epoch from catalog.pin_publication`;
        const epoch = Math.max(Number(latest?.epoch ?? 0), await publishedEpoch(blobs, registry, region)) + 1;
        const issuedAt = Math.floor(Date.now() / 1000);
        const notAfter = issuedAt + lifetimeSeconds;
        const regions = registry.regions.map(({ id }) => id);
        const content = { region, regions, epoch, issuedAt, notAfter, records: records(rows, region) };
        const signed = await signPinMap(await buildPinMap(content, pepper), privateKey, publicKey);
        // First the number, then the bytes: a publication that dies in between leaves a gap, never two maps of one epoch.
        await connection`
          insert into catalog.pin_publication (epoch, issued_at, not_after, sha256, size) overriding system value
          values (${epoch}, to_timestamp(${issuedAt}), to_timestamp(${notAfter}),
                  ${createHash("sha256").update(signed).digest()}, ${signed.length})`;
        await blobs.put(pinBlobName(region), signed);
        return epoch;
      } finally {
        await connection`select pg_advisory_unlock(${publicationLock})`;
      }
    } finally {
      connection.release();
    }
  };
};

/**
 * Epoch of the map that others hold already. It is ahead of the catalog after the catalog was restored from a backup: maps
 * numbered from there would be refused everywhere as older, until the last one expires.
 */
const publishedEpoch = async (blobs: BlobStore, { regions }: Registry, here: string): Promise<number> => {
  const region = regions.find(({ id }) => id === here);
  const blob = await blobs.get(pinBlobName(here));
  if (region === undefined || blob === undefined || blob === "unchanged") return 0;
  try {
    return (await verifyPinMap(blob.bytes, region)).epoch;
  } catch (error) {
    if (error instanceof PinMapError) return 0; // nobody accepted it either
    throw error;
  }
};

/** Those of the tenants, and of the name by which other regions can be checked; a tenant who has that comes first. */
const records = (rows: readonly OrgRow[], region: string): readonly PinRecord[] => {
  const canary = canaryOf(region);
  const known = rows.map(record);
  return canary === undefined || known.some(({ tenant }) => tenant === canary)
    ? known
    : [...known, { tenant: canary, state: "active" }];
};

const record = ({ slug, state, moved_to, epoch, claimed_at }: OrgRow): PinRecord => {
  if (state === "provisioning") return { tenant: slug, state: "claimed", claimedAt: claimed_at };
  const moves = epoch - 1;
  return {
    tenant: slug,
    state,
    ...(moved_to === null ? {} : { region: moved_to }),
    ...(moves > 0 ? { epoch: moves } : {}),
  };
};
