import { sdkProperties } from "../../graph/sdk-properties.ts";
import type { Properties } from "../cloud/cloud-resource.ts";
import { changed } from "./changed.ts";
import { replacesOnChange } from "./replace-on-change.ts";

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What the provider makes up a name in, where none is given. */
const nameProperties = ["name", "bucket", "clusterIdentifier", "identifier"] as const;

/**
 * The checked inputs, with a name made up where the provider would make one up, and what is wrong with them: a property
 * that the SDK does not know, or one that must be there and is not.
 */
export const checkInputs = (
  type: string,
  name: string,
  { olds, news, seed }: { readonly olds: Properties; readonly news: Properties; readonly seed: string },
): { readonly inputs: Properties; readonly failures: readonly Failure[] } => {
  const { inputs: known, required } = sdkProperties(type);
  const failures = [
    ...Object.keys(news)
      .filter((property) => !known.has(property) && !property.startsWith("__"))
      .map((property) => ({ property, reason: `${type} has no property ${property}.` })),
    ...[...required]
      .filter((property) => news[property] === undefined || news[property] === null)
      .map((property) => ({ property, reason: `Missing required property ${property} of ${type}.` })),
  ];
  const property = autonamed(type);
  if (property === undefined || news[property] !== undefined) return { inputs: news, failures };
  const prefix = news[`${property}Prefix`];
  if (typeof prefix === "string") return { inputs: news, failures };
  const made = olds[property] ?? `${name}-${seed.slice(0, 7)}`;
  return { inputs: { ...news, [property]: made, __defaults: [property] }, failures };
};

const autonamed = (type: string): string | undefined => {
  const { inputs, required } = sdkProperties(type);
  return nameProperties.find((property) => inputs.has(property) && !required.has(property));
};

export interface Difference {
  readonly properties: readonly string[];
  /** Those for which the resource is made anew. */
  readonly replaces: readonly string[];
  /** A name that was given and stays the same is free only once the old resource is gone. */
  readonly deleteBeforeReplace: boolean;
}

export const differenceOf = (type: string, before: Properties, after: Properties): Difference => {
  const properties = changed(before, after);
  const replaces = properties.filter((property) => replacesOnChange(type, property));
  const property = autonamed(type);
  const defaults = Array.isArray(after.__defaults) ? after.__defaults : [];
  const keepsName =
    property !== undefined &&
    after[property] !== undefined &&
    !defaults.includes(property) &&
    before[property] === after[property];
  return { properties, replaces, deleteBeforeReplace: replaces.length > 0 && keepsName };
};
