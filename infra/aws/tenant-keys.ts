/** Names the organisation that a key belongs to; the core API tags with it, and roles are bounded by it. */
export const tenantTag = "bailiwick:tenant";

/** Beginning of the aliases of tenants' own keys in a region; the organisation's id follows. */
export const tenantAliasPrefix = (region: string): string => `alias/bailiwick/${region}/tenant/`;
