import { isTenantSlug } from "../names/index.ts";
import { isRegionId } from "../region/index.ts";
import { claimEpochOf, isClaimTime } from "./claim.ts";
import { PinMapError } from "./error.ts";
import {
  movedBits,
  multipleOfFour,
  type PinState,
  pinFormat,
  pinSections,
  pinStates,
  suspendedBits,
} from "./format.ts";
import { type TenantKey, tenantKeys } from "./tenant-key.ts";

/** What a region says about one of its tenants, or about a name that it claims for one that is coming. */
export type PinRecord = TenantRecord | ClaimRecord;

export interface ClaimRecord {
  /** Slug. */
  readonly tenant: string;
  readonly state: "claimed";
  /** Seconds since 1970. */
  readonly claimedAt: number;
}

export interface TenantRecord {
  /** Slug. */
  readonly tenant: string;
  readonly state: PinState;
  /** Where a moved tenant went: required for it, and another region than the map's. */
  readonly region?: string;
  /** How often the tenant has moved, from 1; required when moved. */
  readonly epoch?: number;
}

/** Everything a map says. */
export interface PinMapContent {
  /** Whose map it is. */
  readonly region: string;
  /** Every region that records name, the own one included; at most 64. */
  readonly regions: readonly string[];
  /** Grows with every map the region issues; below 2^53. */
  readonly epoch: number;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970; the map still counts in this second but not in the next. */
  readonly notAfter: number;
  readonly records: readonly PinRecord[];
}

const { offset } = pinFormat;

/** Keys hashed at a time: enough to keep WebCrypto busy, few enough that a million promises are never alive at once. */
const hashBatch = 1024;

/**
 * Builds the unsigned body of a map in the format of `format.ts`; `signPinMap` makes it a map. The same content gives the
 * same bytes in whatever order its records come. Throws `PinMapError` naming the first thing that is wrong, and
 * `RangeError` for a pepper of fewer than 32 bytes.
 */
export const buildPinMap = async (content: PinMapContent, pepper: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const keyOf = tenantKeys(pepper);
  const keys: TenantKey[] = [];
  for (let at = 0; at < content.records.length; at += hashBatch) {
    const batch = content.records.slice(at, at + hashBatch);
    keys.push(...(await Promise.all(batch.map(({ tenant }) => keyOf(tenant)))));
  }
  return encodePinMap(content, keys);
};

/** The part of building that hashes nothing: `keys[i]` belongs to `content.records[i]`. Throws `PinMapError`. */
export const encodePinMap = (content: PinMapContent, keys: readonly TenantKey[]): Uint8Array<ArrayBuffer> => {
  const { region, regions, epoch, issuedAt, notAfter, records } = content;
  checkHeader(content);
  const own = regions.indexOf(region);
  const table = regionTable(regions);
  const order = sortedByKey(records, keys);
  const epochCount = records.filter((record) => epochOf(record) > 0).length;
  const sections = pinSections(records.length, epochCount, table.length);

  const body = new Uint8Array(sections.end);
  const view = new DataView(body.buffer);
  view.setUint32(offset.magic, pinFormat.magic, true);
  body.set([pinFormat.version, regions.length, own, 0], offset.version);
  setUint53(view, offset.epoch, epoch);
  setUint53(view, offset.issuedAt, issuedAt);
  setUint53(view, offset.notAfter, notAfter);
  view.setUint32(offset.tenantCount, records.length, true);
  view.setUint32(offset.epochCount, epochCount, true);
  view.setUint32(offset.regionTableBytes, table.length, true);
  body.set(table, pinFormat.headerBytes);
  let epochAt = 0;
  order.forEach(({ record, key }, at) => {
    view.setUint32(sections.hi + 4 * at, key.hi, true);
    view.setUint32(sections.lo + 4 * at, key.lo, true);
    body[sections.values + at] = valueByte(record, region, regions);
    const tenantEpoch = epochOf(record);
    if (tenantEpoch === 0) return;
    view.setUint32(sections.positions + 4 * epochAt, at, true);
    view.setUint32(sections.epochs + 4 * epochAt, tenantEpoch, true);
    epochAt++;
  });
  return body;
};

const checkHeader = ({ region, regions, epoch, issuedAt, notAfter, records }: PinMapContent): void => {
  if (regions.length === 0 || regions.length > pinFormat.maxRegions) {
    throw new PinMapError("invalid-content", `a map names 1 to ${pinFormat.maxRegions} regions`);
  }
  for (const id of regions) {
    if (!isRegionId(id)) throw new PinMapError("invalid-content", `${JSON.stringify(id)} is not a region id`);
  }
  if (new Set(regions).size !== regions.length) throw new PinMapError("invalid-content", "a region is listed twice");
  if (!regions.includes(region)) throw new PinMapError("unknown-region", `the map's region ${region} is not listed`);
  if (!isUint53(epoch)) throw new PinMapError("invalid-epoch", "the map's epoch must be a whole number below 2^53");
  if (!isUint53(issuedAt) || !isUint53(notAfter)) {
    throw new PinMapError("invalid-lifetime", "issuedAt and notAfter must be whole seconds");
  }
  if (notAfter <= issuedAt) throw new PinMapError("invalid-lifetime", "notAfter must be later than issuedAt");
  if (records.length > pinFormat.maxTenants) throw new PinMapError("invalid-content", "too many tenants");
};

const valueByte = (record: PinRecord, own: string, regions: readonly string[]): number => {
  const { tenant } = record;
  if (!isTenantSlug(tenant)) throw new PinMapError("invalid-slug", `${JSON.stringify(tenant)} is not a slug`);
  if (record.state === "claimed") {
    if (!isClaimTime(record.claimedAt)) throw new PinMapError("invalid-content", `${tenant} is claimed at no time`);
    return (suspendedBits << 6) | regions.indexOf(own);
  }
  const { state, region: target, epoch } = record;
  const bits = pinStates.indexOf(state);
  if (bits < 0) throw new PinMapError("invalid-content", `${tenant} has no state ${JSON.stringify(state)}`);
  if (epoch !== undefined && !(Number.isInteger(epoch) && epoch >= 0 && epoch <= pinFormat.maxTenantEpoch)) {
    throw new PinMapError("invalid-epoch", `the epoch of ${tenant} must be a whole number below 2^31`);
  }
  const region = state === "moved" ? target : (target ?? own);
  const index = region === undefined ? -1 : regions.indexOf(region);
  if (index < 0) throw new PinMapError("unknown-region", `the region of ${tenant} is not listed`);
  if (bits === movedBits && region === own) {
    throw new PinMapError("invalid-content", `${tenant} cannot have moved to the region it left`);
  }
  if (bits !== movedBits && region !== own) {
    throw new PinMapError("invalid-content", `${tenant} is live, so its region must be the map's own`);
  }
  if (bits === movedBits && !epoch) throw new PinMapError("invalid-epoch", `${tenant} has moved and needs an epoch`);
  return (bits << 6) | index;
};

const epochOf = (record: PinRecord): number =>
  record.state === "claimed" ? claimEpochOf(record.claimedAt) : (record.epoch ?? 0);

interface KeyedRecord {
  readonly record: PinRecord;
  readonly key: TenantKey;
}

const sortedByKey = (records: readonly PinRecord[], keys: readonly TenantKey[]): readonly KeyedRecord[] => {
  const order = records.map((record, at): KeyedRecord => {
    const key = keys[at];
    if (key === undefined) throw new PinMapError("invalid-content", "a record has no key");
    return { record, key };
  });
  order.sort((a, b) => a.key.hi - b.key.hi || a.key.lo - b.key.lo);
  order.forEach(({ record, key }, at) => {
    const before = order[at - 1];
    if (before === undefined || before.key.hi !== key.hi || before.key.lo !== key.lo) return;
    if (before.record.tenant === record.tenant) {
      throw new PinMapError("duplicate-tenant", `${JSON.stringify(record.tenant)} is listed twice`);
    }
    // Two tenants behind one key would share a region and a state. At a million tenants the odds are 3 in 10^8.
    throw new PinMapError(
      "key-collision",
      `${before.record.tenant} and ${record.tenant} have the same key: rename one`,
    );
  });
  return order;
};

const encoder = new TextEncoder();

const regionTable = (regions: readonly string[]): Uint8Array => {
  const bytes = regions.flatMap((id) => [id.length, ...encoder.encode(id)]);
  const table = new Uint8Array(multipleOfFour(bytes.length));
  table.set(bytes);
  return table;
};

const isUint53 = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const setUint53 = (view: DataView, at: number, value: number): void => {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
};
