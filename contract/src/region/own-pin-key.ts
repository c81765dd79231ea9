import { parseRegistry, type Registry, RegistryError, regionById } from "./registry.ts";

/** A region that reads the registry, and the key it was given for itself. */
export interface OwnPinKey {
  readonly region: string;
  /** Ed25519, base64url. */
  readonly publicKey: string;
}

/**
 * Checks a registry as `parseRegistry` does, for a process of one region. Where that region's entry lists no key yet it trusts
 * its own: a region makes its key as it comes up, before anybody can have written it into the registry. Every other region
 * must be listed with one. Throws `RegistryError`, also when the entry lists keys and the given one is none of them: maps
 * signed with it would be refused everywhere.
 */
export const parseOwnRegistry = (value: unknown, own: OwnPinKey): Registry => {
  const registry = parseRegistry(withOwnKey(value, own));
  const region = regionById(registry, own.region);
  if (region !== undefined && !region.pinKeys.includes(own.publicKey)) {
    throw new RegistryError(`the registry's pinKeys of ${own.region} do not list this region's key ${own.publicKey}`);
  }
  return registry;
};

const withOwnKey = (value: unknown, { region, publicKey }: OwnPinKey): unknown => {
  if (!isRecord(value) || !Array.isArray(value.regions)) return value;
  const regions = value.regions.map((entry: unknown) => {
    if (!isRecord(entry) || entry.id !== region) return entry;
    const { pinKeys = [] } = entry;
    return Array.isArray(pinKeys) && pinKeys.length === 0 ? { ...entry, pinKeys: [publicKey] } : entry;
  });
  return { ...value, regions };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
