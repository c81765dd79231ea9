import { parseOwnRegistry, parseRegistry, type Region, type Registry, regionById } from "@bailiwick/contract/region";
import type { Environment } from "../environment.ts";
import { sentence } from "./sentence.ts";

const name = "BAILIWICK_REGISTRY";

/** The list of regions: JSON in the variable itself, or in the file that `BAILIWICK_REGISTRY_FILE` names. */
export const readRegistry = (from: Environment): Registry | undefined => {
  const text = from.secret(name);
  const region = from.optional("BAILIWICK_REGION");
  const publicKey = from.optionalSecret("BAILIWICK_PIN_PUBLIC_KEY");
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (region === undefined || publicKey === undefined) return parseRegistry(value);
    return parseOwnRegistry(value, { region, publicKey });
  } catch (error) {
    return from.refuse(name, `holds a list of regions that cannot be used: ${sentence(error)}`);
  }
};

export const readRegion = (from: Environment): Region | undefined => {
  const id = from.required("BAILIWICK_REGION");
  const registry = readRegistry(from);
  if (id === undefined || registry === undefined) return undefined;
  return regionById(registry, id) ?? from.refuse("BAILIWICK_REGION", "is not a region of the registry.");
};
