export { type HostMatch, hostMatcher } from "./host.ts";
export {
  isRegionId,
  parseRegistry,
  type Region,
  type Registry,
  RegistryError,
  regionById,
  tenantEndpoint,
} from "./registry.ts";
