import { timingSafeEqual } from "node:crypto";
import { isFresh, type SignedRequest, signedText } from "@bailiwick/contract/signature";
import type { EdgeSecret } from "../config.ts";
import { createHmacSha256, type HmacSha256 } from "./hmac-sha256.ts";

export type SignatureAnswer = "trusted" | "unknown-key" | "stale" | "forged";

export interface EdgeSignatureOptions {
  /** One key, or two while one is being replaced. */
  readonly keys: readonly EdgeSecret[];
  /** Seconds since 1970. @default the system's clock */
  readonly now?: () => number;
}

const macHexDigits = 64;
const shape = /^v1=[0-9a-f]{64}$/;

/**
 * Checks the signature of `contract/signature` without waiting for WebCrypto, whose threads a burst of password hashes
 * can hold for a second. Replay is not checked here.
 */
export const edgeSignature = ({ keys, now = () => Date.now() / 1000 }: EdgeSignatureOptions) => {
  const macs: ReadonlyMap<string, HmacSha256> = new Map(keys.map(({ id, secret }) => [id, createHmacSha256(secret)]));
  const claimed = Buffer.alloc(macHexDigits);
  const expected = Buffer.alloc(macHexDigits);

  return function check(request: SignedRequest, keyId: string, signature: string): SignatureAnswer {
    const mac = macs.get(keyId);
    if (mac === undefined) return "unknown-key";
    if (!Number.isSafeInteger(request.time) || !isFresh(request.time, now())) return "stale";
    if (!shape.test(signature)) return "forged";
    let text: string;
    try {
      text = signedText(request);
    } catch {
      return "forged"; // what cannot be signed has no valid signature
    }
    claimed.write(signature.slice(3), "latin1");
    expected.write(mac(text), "latin1");
    return timingSafeEqual(expected, claimed) ? "trusted" : "forged";
  };
};
