import { claimTimeOf, isClaimEpoch } from "./claim.ts";
import type { DecodedPins } from "./decode.ts";
import { type PinState, pinStates } from "./format.ts";
import type { TenantKey } from "./tenant-key.ts";

/** What a map says about a tenant it holds. */
export interface Pinned {
  readonly kind: "pinned";
  /** Where the tenant lives; of a moved one, where it went. */
  readonly region: string;
  readonly state: PinState;
  /** How often the tenant has moved; 0 for one that never did. */
  readonly epoch: number;
}

/** A verified map. Immutable. */
export interface PinMap {
  readonly region: string;
  readonly regions: readonly string[];
  readonly epoch: number;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970; the last one in which the map counts. */
  readonly notAfter: number;
  /** Tenants and claims in the map. */
  readonly size: number;
  /** The tenant under a key, or `undefined`; a claim is none. Does not look at the clock. */
  find(key: TenantKey): Pinned | undefined;
  /** When the name under a key was claimed, in seconds since 1970; `undefined` for a tenant's, and for nobody's. */
  claimedAt(key: TenantKey): number | undefined;
}

/** Lookup by binary search over the decoded arrays: about 20 comparisons at a million tenants, no object a tenant. */
export const createPinMap = (pins: DecodedPins): PinMap => {
  const { region, regions, epoch, issuedAt, notAfter, hi, lo, values, positions, epochs } = pins;
  const answers = answersByValue(regions);

  const positionOf = (key: TenantKey): number => {
    let from = 0;
    let to = hi.length - 1;
    while (from <= to) {
      const middle = (from + to) >>> 1;
      const difference = (hi[middle] ?? 0) - key.hi || (lo[middle] ?? 0) - key.lo;
      if (difference === 0) return middle;
      if (difference < 0) from = middle + 1;
      else to = middle - 1;
    }
    return -1;
  };

  const epochAt = (position: number): number => {
    let from = 0;
    let to = positions.length - 1;
    while (from <= to) {
      const middle = (from + to) >>> 1;
      const found = positions[middle] ?? 0;
      if (found === position) return epochs[middle] ?? 0;
      if (found < position) from = middle + 1;
      else to = middle - 1;
    }
    return 0;
  };

  return {
    region,
    regions,
    epoch,
    issuedAt,
    notAfter,
    size: hi.length,
    find(key) {
      const position = positionOf(key);
      const answer = answers[values[position] ?? -1];
      if (answer === undefined) return undefined;
      const tenantEpoch = epochAt(position);
      if (isClaimEpoch(tenantEpoch)) return undefined;
      return tenantEpoch === 0 ? answer : Object.freeze({ ...answer, epoch: tenantEpoch });
    },
    claimedAt(key) {
      const entryEpoch = epochAt(positionOf(key));
      return isClaimEpoch(entryEpoch) ? claimTimeOf(entryEpoch) : undefined;
    },
  };
};

/** One shared answer for each value byte, so that a lookup allocates only for a tenant that has moved. */
const answersByValue = (regions: readonly string[]): readonly (Pinned | undefined)[] =>
  Array.from({ length: 256 }, (_, value) => {
    const region = regions[value & 0x3f];
    const state = pinStates[value >> 6];
    if (region === undefined || state === undefined) return undefined;
    return Object.freeze({ kind: "pinned", region, state, epoch: 0 } satisfies Pinned);
  });
