import { decodeBase64Url, encodeBase64Url } from "./base64url.ts";
import { PinMapError } from "./error.ts";
import { pinFormat } from "./format.ts";

/** An Ed25519 key of WebCrypto. */
export type PinKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A region's key pair as configuration carries it: base64url without padding. */
export interface PinKeyPair {
  /** PKCS #8 (RFC 8410). Secret. */
  readonly privateKey: string;
  /** The 32 raw bytes; goes into the registry's `pinKeys`. */
  readonly publicKey: string;
}

/** Makes a key pair that can sign pin maps. */
export const generatePinKeyPair = async (): Promise<PinKeyPair> => {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if ("algorithm" in pair) throw new PinMapError("unusable-key", "Ed25519 did not give a key pair");
  return {
    privateKey: encodeBase64Url(exported(await crypto.subtle.exportKey("pkcs8", pair.privateKey))),
    publicKey: encodeBase64Url(exported(await crypto.subtle.exportKey("raw", pair.publicKey))),
  };
};

/** Imports a private key for `signPinMap`. Throws `PinMapError` `unusable-key`. */
export const importPinPrivateKey = (privateKey: string): Promise<PinKey> => importPrivate(privateKey, false);

/** The 32 raw bytes of the public key that belongs to a private one. Throws `PinMapError` `unusable-key`. */
export const exportPinPublicKey = async (privateKey: string): Promise<Uint8Array<ArrayBuffer>> => {
  const jwk = await crypto.subtle.exportKey("jwk", await importPrivate(privateKey, true));
  if (jwk instanceof ArrayBuffer || jwk.x === undefined)
    throw new PinMapError("unusable-key", "the key has no public part");
  return decodeBase64Url(jwk.x);
};

/** Reads a public key of the registry. Throws `PinMapError` `unusable-key` unless it is 32 bytes of base64url. */
export const decodePinPublicKey = (publicKey: string): Uint8Array<ArrayBuffer> => {
  const bytes = decoded(publicKey, "public");
  if (bytes.length !== 32) throw new PinMapError("unusable-key", "a public pin key is 32 bytes of base64url");
  return bytes;
};

/** Imports 32 raw bytes for verification. Throws `PinMapError` `unusable-key`. */
export const importPinPublicKey = async (publicKey: Uint8Array<ArrayBuffer>): Promise<PinKey> => {
  try {
    return await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    throw new PinMapError("unusable-key", "the public pin key is not an Ed25519 key");
  }
};

/** The key id of the header: the first 8 bytes of SHA-256 of the raw public key. */
export const pinKeyId = async (publicKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey)).slice(0, pinFormat.keyIdBytes);

const importPrivate = async (privateKey: string, extractable: boolean): Promise<PinKey> => {
  const bytes = decoded(privateKey, "private");
  try {
    return await crypto.subtle.importKey("pkcs8", bytes, { name: "Ed25519" }, extractable, ["sign"]);
  } catch {
    throw new PinMapError("unusable-key", "the private pin key is not an Ed25519 key in PKCS #8");
  }
};

const decoded = (text: string, which: string): Uint8Array<ArrayBuffer> => {
  try {
    return decodeBase64Url(text);
  } catch {
    throw new PinMapError("unusable-key", `the ${which} pin key is not base64url`);
  }
};

const exported = (key: ArrayBuffer | object): Uint8Array<ArrayBuffer> => {
  if (!(key instanceof ArrayBuffer)) throw new PinMapError("unusable-key", "the key was exported in another format");
  return new Uint8Array(key);
};
