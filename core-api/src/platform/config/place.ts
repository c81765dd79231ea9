import { isRegionId, parseRegistry } from "@bailiwick/contract/region";
import type { Environment } from "../environment.ts";
import { sentence } from "./sentence.ts";

/** Which region this is, for a process that runs before the list of regions can name its key. */
export interface Place {
  readonly region: string;
  /** The other regions of the list, which are in service. */
  readonly otherRegions: readonly string[];
}

export const readPlace = (from: Environment): Place | undefined => {
  const region = from.required("BAILIWICK_REGION");
  const text = from.secret("BAILIWICK_REGISTRY");
  if (region === undefined || text === undefined) return undefined;
  if (!isRegionId(region)) return from.refuse("BAILIWICK_REGION", "is not the id of a region.");
  try {
    const value: { regions?: unknown } | null = JSON.parse(text);
    const listed: readonly { id?: unknown }[] = Array.isArray(value?.regions) ? value.regions : [];
    const others = listed.filter((entry) => entry?.id !== region);
    if (others.length === listed.length) return from.refuse("BAILIWICK_REGION", "is not a region of the registry.");
    if (others.length === 0) return { region, otherRegions: [] };
    return { region, otherRegions: parseRegistry({ ...value, regions: others }).regions.map(({ id }) => id) };
  } catch (error) {
    return from.refuse("BAILIWICK_REGISTRY", `holds a list of regions that cannot be used: ${sentence(error)}`);
  }
};
