import { stringify } from "yaml";
import { repositoryRoot } from "../config/import-product.ts";
import type { Captured, CapturedGraph, CapturedResource } from "./captured.ts";

/**
 * A graph as text that a reviewer reads in a diff: resources in the order of type and name, fields in the order of their
 * names, documents inside texts unfolded, secrets replaced, defaults left out.
 */
export const goldenText = (graph: CapturedGraph): string => {
  const resources = graph.resources.toSorted((a, b) => compare(shortName(a.urn), shortName(b.urn)));
  const custom = graph.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
  const body = Object.fromEntries(resources.map((resource) => [shortName(resource.urn), shown(resource, custom)]));
  if (Object.keys(body).length < resources.length)
    throw new Error(`${graph.stack} has two resources of one type and name`);
  const text = stringify(
    { resources: body, outputs: sorted(graph.outputs) },
    { lineWidth: 160, aliasDuplicateObjects: false },
  );
  return `# ${graph.stack}: every resource this stack registers. Made anew by: npm run graph -- --golden\n${text}`;
};

/** Type and name out of a URN: children carry the name of their part, so that these two tell them apart. */
export const shortName = (urn: string): string => {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split("$").at(-1)} ${name}`;
};

const shown = (resource: CapturedResource, custom: readonly CapturedResource[]): Captured => {
  const { provider, protect, retainOnDelete, ignoreChanges, deletedWith, dependencies } = resource;
  const others = dependencies.filter((urn) => !Object.values(resource.propertyDependencies).flat().includes(urn));
  return {
    ...(provider === "" ? {} : { provider: shortName(provider) }),
    ...(protect ? { protect } : {}),
    ...(retainOnDelete ? { retainOnDelete } : {}),
    ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
    ...(deletedWith === undefined ? {} : { deletedWith: shortName(deletedWith) }),
    ...(others.length > 0 ? { dependsOn: inShort(resource, others, custom) } : {}),
    ...(Object.keys(resource.inputs).length > 0 ? { inputs: redacted(resource) } : {}),
  };
};

/** What waits for all the others says so in a word: their list would change with each of them. */
const inShort = (
  { urn }: CapturedResource,
  others: readonly string[],
  custom: readonly CapturedResource[],
): Captured => {
  const waitsFor = new Set(others);
  const rest = custom.filter((one) => one.urn !== urn);
  return rest.length > 1 && rest.every((one) => waitsFor.has(one.urn)) ? "everything" : others.map(shortName);
};

const redacted = ({ inputs, secrets }: CapturedResource): Captured => hide(sorted(inputs), new Set(secrets), "");

const hide = (value: Captured, secrets: ReadonlySet<string>, path: string): Captured => {
  if (secrets.has(path)) return "[secret]";
  const join = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((item: Captured, at) => hide(item, secrets, join(at)));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner, secrets, join(key))]));
  }
  return value;
};

const sorted = (value: Captured): Captured => {
  // Where the repository lies is nobody's business.
  if (typeof value === "string") return unfolded(value.replaceAll(repositoryRoot, "<repository>/"));
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

/** A document written into a text (a policy, container definitions) is shown as what it is. */
const unfolded = (text: string): Captured => {
  if (!/^[[{]/.test(text)) return text;
  try {
    return { json: sorted(JSON.parse(text) as Captured) };
  } catch {
    return text;
  }
};

/** By code unit: the same on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
