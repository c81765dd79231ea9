export { type AwsKmsOptions, awsKmsKeyService } from "./aws-kms.ts";
export { assertKeyMatchesData, ensureKeyCheck } from "./key-check.ts";
export { createKeyProbe } from "./key-probe.ts";
export {
  type KeyService,
  KeyServiceUnanswered,
  KeyUnavailable,
  type KeyUnavailableReason,
  type UnansweredReason,
} from "./key-service.ts";
export { keyServiceFrom } from "./key-service-from.ts";
export { observedKeyService } from "./observed.ts";
export { secretboxKeyService } from "./secretbox.ts";
export { createTenantKeys, newTenantKey, type TenantKeys, type TenantKeysOptions } from "./tenant-keys.ts";
