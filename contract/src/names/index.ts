export { headers, type PlatformHeader } from "./headers.ts";
export { isPermission, type Permission, permissions } from "./permissions.ts";
export { isTenantSlug, maxTenantSlugLength, tenantSlugPattern } from "./tenant-slug.ts";
