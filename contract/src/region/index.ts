export { type HostMatch, hostMatcher } from "./host.ts";
export { parseRegistry, type Region, type Registry, RegistryError, regionById, tenantEndpoint } from "./registry.ts";
