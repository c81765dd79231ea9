import type { EdgeKey } from "./key.ts";
import { type SignedRequest, signedText } from "./signed-text.ts";

const encoder = new TextEncoder();

/** Signs with HMAC-SHA-256 (RFC 2104). Returns `v1=` and 64 hexadecimal digits, the value of `headers.edgeSignature`. */
export const sign = async (request: SignedRequest, { key }: EdgeKey): Promise<string> => {
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(signedText(request))));
  let hex = "v1=";
  for (const byte of mac) hex += hexDigits[byte];
  return hex;
};

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
