/** Longest slug that still leaves room for region and product in a 63-octet DNS label chain. */
export const maxTenantSlugLength = 40;

/** A DNS label (RFC 1123): lower case letters, digits and inner hyphens, 3 to 40 characters, starting with a letter. */
export const tenantSlugPattern = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** True when `value` can be a tenant's slug. Double hyphens are refused: they are reserved for IDNA A-labels (RFC 5890). */
export const isTenantSlug = (value: string): boolean => tenantSlugPattern.test(value) && !value.includes("--");
