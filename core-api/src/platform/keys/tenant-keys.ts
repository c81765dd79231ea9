import { randomBytes } from "node:crypto";
import type { Sql } from "../db/index.ts";
import { envelopeVersion, openEnvelope, sealEnvelope } from "./envelope.ts";
import { createKeyRings, type KeyRing } from "./key-rings.ts";
import { type KeyService, KeyUnavailable } from "./key-service.ts";

/** Seals and opens values under the key of the organisation they belong to. */
export interface TenantKeys {
  /** `context` names the value's only place, for example `audit_event.pii:<request id>`. Throws `KeyUnavailable`. */
  seal(orgId: string, purpose: string, plain: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `KeyUnavailable` for another organisation, purpose, context or a changed bit. */
  open(orgId: string, purpose: string, sealed: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Forgets every unwrapped key, at once. */
  clear(): void;
}

export interface TenantKeysOptions {
  /** The catalog, as role app. */
  readonly catalog: Sql;
  readonly keyService: KeyService;
  /** How long an unwrapped key is kept; a key that was revoked works at most this long. @default 300, the most allowed */
  readonly cacheSeconds?: number;
  /** @default 1000 */
  readonly maxOrgs?: number;
}

interface KeyRow {
  readonly version: number;
  readonly wrapped: Uint8Array;
  readonly kekId: string;
  readonly state: "active" | "decrypt_only";
}

const wrapContext = (orgId: string, version: number): string => `tenant_key ${orgId} ${version}`;

/** A new random key for an organisation, wrapped for the catalog. */
export const newTenantKey = async (keyService: KeyService, orgId: string, version: number) => {
  const key = randomBytes(32);
  try {
    return { version, wrapped: await keyService.wrap(key, wrapContext(orgId, version)), kekId: keyService.id };
  } finally {
    key.fill(0);
  }
};

export const createTenantKeys = ({
  catalog,
  keyService,
  cacheSeconds = 300,
  maxOrgs = 1000,
}: TenantKeysOptions): TenantKeys => {
  if (cacheSeconds > 300) throw new RangeError("an unwrapped key is kept for 300 seconds at most");
  const load = async (orgId: string): Promise<KeyRing> => {
    const rows = await catalog<
      KeyRow[]
    >`select version, wrapped, kek_id as "kekId", state from catalog.tenant_keys(${orgId})`;
    const active = rows.find(({ state }) => state === "active");
    if (active === undefined) throw new KeyUnavailable("the organisation has no active key", "gone");
    const versions = new Map<number, Uint8Array>();
    for (const { version, wrapped, kekId } of rows) {
      versions.set(version, await keyService.unwrap(wrapped, wrapContext(orgId, version), kekId));
    }
    return { active: active.version, versions };
  };

  const rings = createKeyRings({ load, maxOrgs, seconds: cacheSeconds });

  const keyOf = (ring: KeyRing, version: number): Uint8Array => {
    const key = ring.versions.get(version);
    if (key === undefined) throw new KeyUnavailable("it was sealed under a version of the key that is gone", "gone");
    return key;
  };

  return {
    async seal(orgId, purpose, plain, context) {
      return rings.with(orgId, (ring) =>
        sealEnvelope(keyOf(ring, ring.active), ring.active, plain, { orgId, purpose, context }),
      );
    },
    async open(orgId, purpose, sealed, context) {
      const version = envelopeVersion(sealed);
      // Another process may have rotated the key since we read it.
      if (!(await rings.with(orgId, ({ versions }) => versions.has(version)))) rings.drop(orgId);
      return rings.with(orgId, (ring) => openEnvelope(keyOf(ring, version), sealed, { orgId, purpose, context }));
    },
    clear: () => rings.clear(),
  };
};
