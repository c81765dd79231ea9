/** Wraps keys under a key-encryption key that never leaves the service: NaCl secretbox here, a cloud's KMS elsewhere. */
export interface KeyService {
  /** Name of the key that wraps now, stored beside what it wrapped. */
  readonly id: string;
  /** Seals a key of 1 byte to 4 KiB for one use only: it opens under the same `context` and no other. */
  wrap(plain: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Opens what was wrapped under the key that `keyId` names, the `id` stored beside it; this service's own unless given.
   * Throws `KeyUnavailable` when the key, the context or a single bit is another than when it was wrapped, and
   * `KeyServiceUnanswered` when it cannot be told now.
   */
  unwrap(wrapped: Uint8Array, context: string, keyId?: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * A service that wraps under a key of the organisation's own, made unless it is there. Absent where one operator's key
   * wraps everything.
   */
  readonly ofOrganisation?: (orgId: string) => Promise<KeyService>;
  /**
   * Puts the rotation of such a key right; answers whether anything was changed. Throws `KeyUnavailable` for a key that cannot be
   * used any more.
   */
  readonly keepRotation?: (keyId: string) => Promise<boolean>;
  /** What the operator is told when the key opens nothing of the region's data; `why` is the message of the refusal. */
  advice(why: string): string;
}

/**
 * `changed`: the bytes, or the context, are not those that were wrapped. `other-key`: wrapped under another key.
 * `disabled`, `pending-deletion`: its owner has switched the key off. `gone`: there is no such key, or no key material.
 * `denied`: this process may not use it.
 */
export type KeyUnavailableReason = "changed" | "other-key" | "disabled" | "pending-deletion" | "gone" | "denied";

/** What was sealed cannot be opened. Says why without showing anything of it. */
export class KeyUnavailable extends Error {
  override readonly name = "KeyUnavailable";
  readonly reason: KeyUnavailableReason;
  constructor(message: string, reason: KeyUnavailableReason) {
    super(message);
    this.reason = reason;
  }
}

export type UnansweredReason = "throttled" | "timeout" | "unreachable" | "credentials" | "fault";

/** The key service gave no verdict on the key. Nothing is known to be lost: the same call may succeed a little later. */
export class KeyServiceUnanswered extends Error {
  override readonly name = "KeyServiceUnanswered";
  readonly reason: UnansweredReason;
  constructor(message: string, reason: UnansweredReason, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
