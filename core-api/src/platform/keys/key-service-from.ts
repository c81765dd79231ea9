import type { KeyServiceSettings } from "../config/key-service.ts";
import { ConfigError } from "../environment.ts";
import { awsKmsKeyService } from "./aws-kms.ts";
import type { KeyService } from "./key-service.ts";
import { secretboxKeyService } from "./secretbox.ts";

/** What AWS KMS can be told. (docs.aws.amazon.com/kms, API_EnableKeyRotation) */
const leastRotationDays = 90;

export interface TenantKeySettings {
  /** Absent where one operator's key wraps everything. */
  readonly aliasPrefix: string | undefined;
  /** Absent as the prefix is. */
  readonly stack: string | undefined;
  /** Of the product's profile. */
  readonly rotationDays: number;
}

/**
 * The key service a process was told to use; with `tenantKeys` one that makes tenants' own keys. Throws `ConfigError` when
 * the service cannot keep what the product promises.
 */
export const keyServiceFrom = (settings: KeyServiceSettings, tenantKeys?: TenantKeySettings): KeyService => {
  if (settings.kind === "secretbox") return secretboxKeyService(settings.keys);
  const { key, aws } = settings;
  if (tenantKeys?.aliasPrefix === undefined || tenantKeys.stack === undefined) return awsKmsKeyService({ ...aws, key });
  const { aliasPrefix, stack, rotationDays } = tenantKeys;
  if (rotationDays < leastRotationDays) {
    throw new ConfigError([
      `The product's keys.rotationDays is ${rotationDays}, but AWS KMS rotates a key after ${leastRotationDays} days at the earliest.`,
    ]);
  }
  return awsKmsKeyService({ ...aws, key, tenantKeys: { aliasPrefix, stack, rotationDays } });
};
