import type { Environment } from "@bailiwick/contract/environment";
import { parseOwnRegistry, parseRegistry, type Registry, regionById } from "@bailiwick/contract/region";

/** Which edge this is. */
export interface PlaceSettings {
  readonly registry: Registry;
  /** `null` for the edge of the region-less host. */
  readonly region: string | null;
}

/** The list of regions and this edge's place in it; `undefined` when one of them was refused. */
export const readPlace = (from: Environment): PlaceSettings | undefined => {
  const region = readRegion(from);
  const registry = readRegistry(from, region ?? undefined);
  if (region === undefined || registry === undefined) return undefined;
  if (region === null || regionById(registry, region) !== undefined) return { registry, region };
  return from.refuse("BAILIWICK_REGION", "is not a region of the registry.");
};

const readRegion = (from: Environment): string | null | undefined => {
  const global = from.optional("BAILIWICK_GLOBAL");
  const region = from.optional("BAILIWICK_REGION");
  if (global !== undefined && global !== "true") return from.refuse("BAILIWICK_GLOBAL", "must be true or absent.");
  if (global === undefined) {
    return region ?? from.refuse("BAILIWICK_REGION", "is not set (nor is BAILIWICK_GLOBAL).");
  }
  return region === undefined ? null : from.refuse("BAILIWICK_REGION", "and BAILIWICK_GLOBAL are both set: set one.");
};

const readRegistry = (from: Environment, region: string | undefined): Registry | undefined => {
  const text = from.secret("BAILIWICK_REGISTRY");
  const publicKey = from.optionalSecret("BAILIWICK_PIN_PUBLIC_KEY");
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (region === undefined || publicKey === undefined) return parseRegistry(value);
    return parseOwnRegistry(value, { region, publicKey });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return from.refuse("BAILIWICK_REGISTRY", `holds a list of regions that cannot be used: ${reason}.`);
  }
};
