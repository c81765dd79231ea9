export { assertKeyMatchesData, ensureKeyCheck } from "./key-check.ts";
export { type KeyService, KeyUnavailable } from "./key-service.ts";
export { secretboxKeyService } from "./secretbox.ts";
export { createTenantKeys, newTenantKey, type TenantKeys, type TenantKeysOptions } from "./tenant-keys.ts";
