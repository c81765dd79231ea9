/** Wraps keys under a key-encryption key that never leaves the service: NaCl secretbox here, a cloud's KMS elsewhere. */
export interface KeyService {
  /** Name of the key that wraps now, stored beside what it wrapped. */
  readonly id: string;
  /** Seals a key of at most 4 KiB for one use only: it opens under the same `context` and no other. */
  wrap(plain: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `KeyUnavailable` when the key, the context or a single bit is another than when it was wrapped. */
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** What was sealed cannot be opened. Says why without showing anything of it. */
export class KeyUnavailable extends Error {
  override readonly name = "KeyUnavailable";
}
