export { type EdgeKey, importEdgeKey } from "./key.ts";
export { sign } from "./sign.ts";
export {
  isFresh,
  maxSkewSeconds,
  noTenant,
  noUser,
  type SignedRequest,
  signedText,
  unsignedDigest,
} from "./signed-text.ts";
export { verify } from "./verify.ts";
