import type { AwsPlace } from "../aws/client-options.ts";
import type { Environment } from "../environment.ts";
import { type SecretIds, secretNames } from "../region-secrets/secret-name.ts";
import { readAwsPlace } from "./aws-place.ts";

/** Where a region's secrets are, and what they are made from. */
export interface RegionSecretsSettings {
  readonly ids: SecretIds;
  /** DNS name on the core API's certificate. */
  readonly originName: string;
  /** Where the worker's part is left for it; absent where the platform gives it to the worker. */
  readonly folder: string | undefined;
  readonly aws: AwsPlace;
}

export const readRegionSecrets = (from: Environment): RegionSecretsSettings | undefined => {
  const ids = readSecretIds(from);
  const originName = readOriginName(from);
  const folder = from.optional("BAILIWICK_SECRET_FOLDER");
  const aws = readAwsPlace(from);
  if (ids === undefined || originName === undefined || aws === undefined) return undefined;
  return { ids, originName, folder, aws };
};

const idsName = "BAILIWICK_SECRET_IDS";

/** Names or ARNs of the secrets: a JSON object with exactly their names. */
const readSecretIds = (from: Environment): SecretIds | undefined => {
  const text = from.required(idsName);
  if (text === undefined) return undefined;
  const given = parse(text);
  const ids: Partial<Record<string, string>> = {};
  for (const name of secretNames) {
    const id = given[name];
    if (typeof id === "string" && id !== "") ids[name] = id;
  }
  const same = Object.keys(given).length === secretNames.length && Object.keys(ids).length === secretNames.length;
  const distinct = new Set(Object.values(ids)).size === secretNames.length;
  if (same && !distinct) return from.refuse(idsName, "must name another place for each secret.");
  if (same) return ids as SecretIds; // has every name
  return from.refuse(idsName, `must be JSON that names these secrets: ${secretNames.join(", ")}.`);
};

/** Where the public pin key is: whoever only shows it need not know where the other secrets are. */
export const readPinPublicKeyId = (from: Environment): string | undefined => {
  const text = from.required(idsName);
  if (text === undefined) return undefined;
  const { pinPublicKey: id } = parse(text);
  if (typeof id === "string" && id !== "") return id;
  return from.refuse(idsName, 'must be JSON that names the secret of the public key: {"pinPublicKey": "<ARN>"}.');
};

const readOriginName = (from: Environment): string | undefined => {
  const name = "BAILIWICK_ORIGIN_NAME";
  const value = from.required(name);
  if (value === undefined || (/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(value) && value.length < 200))
    return value;
  return from.refuse(name, "must be a DNS name in lower case, with a dot.");
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
