import type { Region } from "../region/index.ts";
import { checkPreamble, decodePins } from "./decode.ts";
import { PinMapError } from "./error.ts";
import { pinFormat } from "./format.ts";
import { decodePinPublicKey, importPinPublicKey, pinKeyId } from "./keys.ts";
import { createPinMap, type PinMap } from "./pin-map.ts";

/**
 * Verifies a signed map for `region`: signature by one of the region's keys first, then the whole structure. The map is
 * looked up in a copy, so `bytes` may be reused. Does not look at the clock: the directory does, at every question.
 * Throws `PinMapError` and nothing else.
 */
export const verifyPinMap = async (bytes: Uint8Array, region: Pick<Region, "id" | "pinKeys">): Promise<PinMap> =>
  verifyOwnedPinMap(new Uint8Array(bytes), region);

/** As `verifyPinMap` without the copy: the map looks up in `bytes`, which must start at a multiple of four and not change. */
export const verifyOwnedPinMap = async (
  bytes: Uint8Array<ArrayBuffer>,
  region: Pick<Region, "id" | "pinKeys">,
): Promise<PinMap> => {
  checkPreamble(bytes, pinFormat.signatureBytes);
  const body = bytes.subarray(0, bytes.length - pinFormat.signatureBytes);
  const key = await importPinPublicKey(await keyWithId(body, region.pinKeys));
  const signature = bytes.subarray(body.length);
  if (!(await crypto.subtle.verify("Ed25519", key, signature, body))) {
    throw new PinMapError("bad-signature", "the map's signature does not match its content");
  }
  const pins = decodePins(body);
  if (pins.region !== region.id) {
    throw new PinMapError("wrong-region", `the map is of region ${pins.region}, not of ${region.id}`);
  }
  return createPinMap(pins);
};

const keyWithId = async (body: Uint8Array, pinKeys: readonly string[]): Promise<Uint8Array<ArrayBuffer>> => {
  const { keyId } = pinFormat.offset;
  const wanted = body.subarray(keyId, keyId + pinFormat.keyIdBytes);
  for (const text of pinKeys) {
    const key = decodePinPublicKey(text);
    const id = await pinKeyId(key);
    if (id.every((byte, at) => byte === wanted[at])) return key;
  }
  throw new PinMapError("unknown-key", "the map is signed with a key that the registry does not list for its region");
};
