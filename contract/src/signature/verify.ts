import type { EdgeKey } from "./key.ts";
import { isFresh, type SignedRequest, signedText } from "./signed-text.ts";

const encoder = new TextEncoder();
const shape = /^v1=[0-9a-f]{64}$/;

/**
 * True when `signature` was made over exactly this request by one of `keys` and its time lies within the allowed skew of
 * `now` (seconds). Comparison is constant-time (WebCrypto). Replay is the caller's to refuse: it needs a memory. A
 * request that cannot be signed at all has no valid signature: false, never an error.
 */
export const verify = async (
  request: SignedRequest,
  keyId: string,
  signature: string,
  keys: readonly EdgeKey[],
  now: number,
): Promise<boolean> => {
  if (!shape.test(signature) || !isFresh(request.time, now)) return false;
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined) return false;
  const text = signable(request);
  if (text === undefined) return false;
  return crypto.subtle.verify("HMAC", key.key, bytes(signature.slice(3)), encoder.encode(text));
};

const signable = (request: SignedRequest): string | undefined => {
  try {
    return signedText(request);
  } catch {
    return undefined;
  }
};

const bytes = (hex: string): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
};
