import type { Environment } from "@bailiwick/contract/environment";
import { decodeBase64Url } from "@bailiwick/contract/pins";
import { attempt } from "./attempt.ts";
import { readCertificates } from "./certificates.ts";

/** The way to the region's core API. */
export interface OriginSettings {
  /** `host:port`. */
  readonly address: string;
  /** PEM. */
  readonly authority: string;
  /** Name its certificate must have. */
  readonly name: string;
  /** JSON list of `{ id, secret }`, the current key first. */
  readonly edgeKeys: string;
}

const keysName = "BAILIWICK_EDGE_KEYS";

export const readOrigin = (from: Environment): OriginSettings | undefined => {
  const address = readAddress(from);
  const authority = readCertificates(from, "BAILIWICK_ORIGIN_CA", from.secret("BAILIWICK_ORIGIN_CA"));
  const name = from.required("BAILIWICK_ORIGIN_NAME");
  const edgeKeys = readEdgeKeys(from);
  if (address === undefined || authority === undefined || name === undefined || edgeKeys === undefined)
    return undefined;
  return { address, authority, name, edgeKeys };
};

const readAddress = (from: Environment): string | undefined => {
  const value = from.required("BAILIWICK_ORIGIN");
  if (value === undefined || /^([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i.test(value)) return value;
  return from.refuse("BAILIWICK_ORIGIN", "must be host:port.");
};

const readEdgeKeys = (from: Environment): string | undefined => {
  const text = from.secret(keysName);
  if (text === undefined) return undefined;
  const list = attempt((): unknown => JSON.parse(text));
  const good = Array.isArray(list) && (list.length === 1 || list.length === 2) && list.every(isKey);
  if (good) return text;
  return from.refuse(
    keysName,
    'must be a JSON list of one or two {"id", "secret"}, each secret 32 bytes or more as base64url.',
  );
};

const isKey = (entry: { id?: unknown; secret?: unknown } | null): boolean => {
  const { id, secret } = entry ?? {};
  if (typeof id !== "string" || !/^[\w.-]{1,64}$/.test(id) || typeof secret !== "string") return false;
  return (attempt(() => decodeBase64Url(secret))?.length ?? 0) >= 32;
};
