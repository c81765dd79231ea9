/** What a region says about a name that one of its sign-ups wants and that is nobody's yet. */
export interface PinClaim {
  readonly region: string;
  /** Seconds since 1970. */
  readonly claimedAt: number;
}

/** Set in the epoch of a claim; no tenant has moved that often. */
const claimBit = 2 ** 31;
/** 2020-01-01T00:00:00Z: with it, 31 bits of seconds last until 2088. */
const claimEra = 1_577_836_800;

/** True for the epoch that marks a claim. */
export const isClaimEpoch = (epoch: number): boolean => epoch >= claimBit;

/** True for a time that a claim can carry. */
export const isClaimTime = (claimedAt: number): boolean =>
  Number.isInteger(claimedAt) && claimedAt >= claimEra && claimedAt < claimEra + claimBit;

export const claimEpochOf = (claimedAt: number): number => claimBit + (claimedAt - claimEra);

export const claimTimeOf = (epoch: number): number => epoch - claimBit + claimEra;

/**
 * True when `one` goes before `other`: the earlier claim does, of two in one second that of the region with the lower id. Every
 * region comes to the same of the same two claims.
 */
export const goesBefore = (one: PinClaim, other: PinClaim): boolean =>
  one.claimedAt === other.claimedAt ? one.region < other.region : one.claimedAt < other.claimedAt;
