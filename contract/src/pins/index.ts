export type { PinAnswer } from "./answer.ts";
export { decodeBase64Url, encodeBase64Url } from "./base64url.ts";
export { buildPinMap, type PinMapContent, type PinRecord } from "./build.ts";
export { goesBefore, type PinClaim } from "./claim.ts";
export {
  createPinDirectory,
  type HeldPins,
  type PinDirectory,
  type PinDirectoryOptions,
  type PinOffer,
} from "./directory.ts";
export { PinMapError, type PinMapErrorCode } from "./error.ts";
export type { PinState } from "./format.ts";
export {
  decodePinPublicKey,
  exportPinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  type PinKey,
  type PinKeyPair,
} from "./keys.ts";
export type { PinMap, Pinned } from "./pin-map.ts";
export { signPinMap } from "./sign.ts";
export { type TenantKey, type TenantKeys, tenantKeys } from "./tenant-key.ts";
export { verifyPinMap } from "./verify.ts";
