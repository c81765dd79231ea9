import { createHmac } from "node:crypto";

/** HMAC-SHA-256 of a text under a key of its own for each purpose: what is stored by it tells nothing without the secret. */
export type KeyedDigest = (purpose: string, text: string) => Buffer;

export const createKeyedDigest =
  (secret: string): KeyedDigest =>
  (purpose, text) => {
    const key = createHmac("sha256", secret).update(`bailiwick ${purpose}`).digest();
    return createHmac("sha256", key).update(text).digest();
  };
