import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../cloud/cloud-resource.ts";

/** Names of the properties that differ, in the order of the alphabet. A property that is null is not there. */
export const changed = (before: Properties, after: Properties): readonly string[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !name.startsWith("__") && !isDeepStrictEqual(before[name] ?? undefined, after[name] ?? undefined))
    .sort();
};
