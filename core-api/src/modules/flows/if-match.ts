import { invalid } from "../../platform/http/validation.ts";
import type { ExpectedVersion } from "./service.ts";

const tagPattern = /^"([1-9]\d{0,9})"$/;

/** The entity tag of a version (RFC 9110 section 8.8.3). */
export const entityTag = (version: number): string => `"${version}"`;

/**
 * The version that `If-Match` (RFC 9110 section 13.1.1) or the body names. Throws `invalid` for a field that cannot be a
 * tag of ours, or when the two disagree.
 */
export const expectedVersion = (ifMatch: string | undefined, version?: number): ExpectedVersion => {
  if (ifMatch === undefined) return version;
  if (ifMatch.trim() === "*") return version ?? "any";
  const found = tagPattern.exec(ifMatch.trim())?.[1];
  if (found === undefined) throw invalid([{ path: "header.if-match", message: "must be one strong entity tag" }]);
  if (version !== undefined && version !== Number(found)) {
    throw invalid([{ path: "body.version", message: "is another version than the header's" }]);
  }
  return Number(found);
};
