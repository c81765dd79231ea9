export { type HostMatch, hostMatcher } from "./host.ts";
export { type OwnPinKey, parseOwnRegistry } from "./own-pin-key.ts";
export {
  isRegionId,
  parseRegistry,
  type Region,
  type Registry,
  RegistryError,
  regionById,
  tenantEndpoint,
} from "./registry.ts";
