import type { AwsPlace } from "../aws/client-options.ts";
import type { Environment } from "../environment.ts";
import { parseKmsArn } from "../keys/kms-arn.ts";
import { readAwsPlace } from "./aws-place.ts";
import { bytes } from "./bytes.ts";
import { readChoice, refuseUnused } from "./choice.ts";

export type KeyServiceSettings =
  | {
      readonly kind: "secretbox";
      /** 32 bytes each; the first seals, all open. */
      readonly keys: readonly [Uint8Array, ...Uint8Array[]];
    }
  | { readonly kind: "aws-kms"; readonly key: string; readonly aws: AwsPlace };

const kinds = ["secretbox", "aws-kms"] as const;
const kmsKeyName = "BAILIWICK_KMS_KEY";
const prefixName = "BAILIWICK_KMS_TENANT_ALIAS_PREFIX";
const stackName = "BAILIWICK_KMS_TENANT_STACK";
const encryptionKeyNames = ["ENCRYPTION_KEY", "ENCRYPTION_KEY_PREVIOUS"].flatMap((name) => [name, `${name}_FILE`]);
const otherKind = (kind: string): string => `BAILIWICK_KEY_SERVICE is ${kind}`;

/** What wraps tenants' keys. The variables of the service that was not chosen are refused. */
export const readKeyService = (from: Environment): KeyServiceSettings | undefined => {
  const kind = readChoice(from, "BAILIWICK_KEY_SERVICE", kinds);
  if (kind === "secretbox") {
    refuseUnused(from, [kmsKeyName], otherKind(kind));
    const keys = readEncryptionKeys(from);
    return keys && { kind, keys };
  }
  if (kind === undefined) return undefined;
  refuseUnused(from, encryptionKeyNames, otherKind(kind));
  const aws = readAwsPlace(from);
  const key = readKmsKey(from, aws);
  return key === undefined || aws === undefined ? undefined : { kind, key, aws };
};

const readKmsKey = (from: Environment, aws: AwsPlace | undefined): string | undefined => {
  const value = from.required(kmsKeyName);
  if (value === undefined) return undefined;
  const arn = parseKmsArn(value);
  if (arn === undefined) return from.refuse(kmsKeyName, "must be the ARN of a KMS key, not of an alias.");
  if (aws === undefined || arn.region === aws.region) return value;
  return from.refuse(kmsKeyName, `is a key of ${arn.region}, but AWS_REGION is ${aws.region}.`);
};

/** Alias prefix of tenants' own keys; `undefined` where one operator's key wraps everything. */
export const readTenantKeyAliasPrefix = (from: Environment): string | undefined => {
  const kind = readChoice(from, "BAILIWICK_KEY_SERVICE", kinds);
  if (kind === "secretbox") refuseUnused(from, [prefixName], otherKind(kind));
  if (kind !== "aws-kms") return undefined;
  const value = from.required(prefixName);
  if (value === undefined) return undefined;
  // 256 characters with the id of an organisation; aliases of AWS's own are reserved.
  if (/^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,213}\/$/.test(value)) return value;
  return from.refuse(prefixName, 'must begin with "alias/", not with "alias/aws/", and end with "/".');
};

/** Stack that tenants' own keys are tagged with, so that no other stack of the account may use them. */
export const readTenantKeyStack = (from: Environment): string | undefined => {
  const kind = readChoice(from, "BAILIWICK_KEY_SERVICE", kinds);
  if (kind === "secretbox") refuseUnused(from, [stackName], otherKind(kind));
  if (kind !== "aws-kms") return undefined;
  const value = from.required(stackName);
  if (value === undefined || /^[a-z0-9][a-z0-9.-]{1,127}$/.test(value)) return value;
  return from.refuse(stackName, "must be the name of a stack, such as saas.aws.eu-west-1.flow.");
};

const readEncryptionKeys = (from: Environment): readonly [Uint8Array, ...Uint8Array[]] | undefined => {
  const current = from.secret("ENCRYPTION_KEY");
  const previous = from.optionalSecret("ENCRYPTION_KEY_PREVIOUS")?.split(",") ?? [];
  if (current === undefined) return undefined;
  const [first, ...others] = [current, ...previous].map((key) => bytes(key.trim(), "base64", 32));
  if (first === undefined) return from.refuse("ENCRYPTION_KEY", "must be 32 bytes as base64.");
  const good = others.filter((key) => key !== undefined);
  if (good.length === others.length) return [first, ...good];
  return from.refuse("ENCRYPTION_KEY_PREVIOUS", "must be a comma separated list of 32 bytes as base64 each.");
};
