/** Why a pin map could not be built, signed or believed. Stable: callers and logs branch on it. */
export type PinMapErrorCode =
  | "invalid-content"
  | "invalid-slug"
  | "invalid-epoch"
  | "invalid-lifetime"
  | "unknown-region"
  | "duplicate-tenant"
  | "key-collision"
  | "truncated"
  | "not-a-pin-map"
  | "unsupported-version"
  | "unknown-key"
  | "bad-signature"
  | "malformed"
  | "wrong-region"
  | "unusable-key"
  | "key-mismatch";

/** The only error that building, signing and verifying throw. */
export class PinMapError extends Error {
  override readonly name = "PinMapError";
  readonly code: PinMapErrorCode;

  constructor(code: PinMapErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
