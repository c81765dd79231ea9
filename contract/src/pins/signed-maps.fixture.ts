import type { Region, Registry } from "../region/index.ts";
import { decodeBase64Url } from "./base64url.ts";
import { buildPinMap, type PinMapContent } from "./build.ts";
import { pinVectors } from "./conformance.ts";
import { PinMapError } from "./error.ts";
import { pinFormat } from "./format.ts";
import { importPinPrivateKey, type PinKeyPair, pinKeyId } from "./keys.ts";
import { signPinMap } from "./sign.ts";

/** What the tests of this folder sign with, unless they say otherwise. */
export const { keyPair, pepper } = pinVectors;

export const issuedAt = 1_800_000_000;
export const notAfter = issuedAt + 86_400;

export const testRegion = (id: string, pinKeys: readonly string[] = [keyPair.publicKey]): Region => ({
  id,
  jurisdiction: "eu",
  baseUrl: `https://${id}.flowguard.example`,
  pinKeys,
});

export const testRegistry = (...ids: readonly string[]): Registry => ({
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions: ids.map((id) => testRegion(id)),
});

/** A content with no tenants of region `a`, which knows `b` and `c`. */
export const testContent = (over: Partial<PinMapContent> = {}): PinMapContent => ({
  region: "a",
  regions: ["a", "b", "c"],
  epoch: 1,
  issuedAt,
  notAfter,
  records: [],
  ...over,
});

export const signedMap = async (over: Partial<PinMapContent> = {}, pair: PinKeyPair = keyPair) =>
  signPinMap(
    await buildPinMap(testContent(over), pepper),
    await importPinPrivateKey(pair.privateKey),
    decodeBase64Url(pair.publicKey),
  );

const privateKey = await importPinPrivateKey(keyPair.privateKey);
const keyId = await pinKeyId(decodeBase64Url(keyPair.publicKey));

/** Signs any bytes with the right key, as `signPinMap` would not: what a verifier gets from a signer with a fault. */
export const signAnything = async (body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const map = new Uint8Array(body.length + pinFormat.signatureBytes);
  map.set(body);
  const signed = map.subarray(0, body.length);
  signed.set(keyId, pinFormat.offset.keyId);
  map.set(new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, signed)), body.length);
  return map;
};

/** The code of the `PinMapError` that `attempt` ends with, `undefined` when it succeeds. Any other error passes through. */
export const codeOf = async (attempt: Promise<unknown> | (() => unknown)): Promise<string | undefined> => {
  try {
    await (typeof attempt === "function" ? attempt() : attempt);
    return undefined;
  } catch (error) {
    if (error instanceof PinMapError) return error.code;
    throw error;
  }
};
