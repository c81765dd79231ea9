import { checkPreamble, decodePins } from "./decode.ts";
import { PinMapError } from "./error.ts";
import { pinFormat } from "./format.ts";
import { importPinPublicKey, type PinKey, pinKeyId } from "./keys.ts";

/**
 * Signs a body of `buildPinMap` with Ed25519 (RFC 8032). `publicKey` is the 32 raw bytes that belong to `privateKey`; its
 * id goes into the header. Returns the bytes to publish. Throws `PinMapError` for a body that no verifier would take and
 * `key-mismatch` when the keys are not a pair: a region must not publish what every edge will refuse.
 */
export const signPinMap = async (
  body: Uint8Array,
  privateKey: PinKey,
  publicKey: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> => {
  const map = new Uint8Array(body.length + pinFormat.signatureBytes);
  map.set(body);
  const signed = map.subarray(0, body.length);
  checkPreamble(signed, 0);
  decodePins(signed);
  const key = new Uint8Array(publicKey);
  signed.set(await pinKeyId(key), pinFormat.offset.keyId);
  const signature = await ed25519(privateKey, signed);
  if (!(await crypto.subtle.verify("Ed25519", await importPinPublicKey(key), signature, signed))) {
    throw new PinMapError("key-mismatch", "the public pin key does not belong to the private one");
  }
  map.set(signature, body.length);
  return map;
};

const ed25519 = async (privateKey: PinKey, signed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, signed));
  } catch {
    throw new PinMapError("unusable-key", "the private pin key cannot sign with Ed25519");
  }
};
