import type { Captured, CapturedGraph, CapturedResource } from "../../captured.ts";

/** A small change that breaks one promise; `undefined` where the graph has nothing it could change. */
export type Mutation = (graph: CapturedGraph) => CapturedGraph | undefined;

export type Change = (resource: CapturedResource) => CapturedResource;

/** Changes the first resource of a type (whose name matches, if a pattern is given). */
export const first =
  (type: string, change: Change, name = /(?:)/): Mutation =>
  (graph) => {
    const found = graph.resources.find((resource) => resource.type === type && name.test(resource.name));
    if (found === undefined) return undefined;
    return { ...graph, resources: graph.resources.map((resource) => (resource === found ? change(found) : resource)) };
  };

export const put = (path: string, value: Captured | undefined): Change => {
  return (resource) => ({
    ...resource,
    inputs: putAt(resource.inputs, path.split("."), value) as CapturedResource["inputs"],
  });
};

const putAt = (root: Captured, [key, ...rest]: readonly string[], value: Captured | undefined): Captured => {
  if (key === undefined) return value ?? null;
  const old = typeof root === "object" && root !== null ? root : {};
  const inner = (old as { readonly [key: string]: Captured })[key] ?? {};
  const fresh = rest.length === 0 ? value : putAt(inner, rest, value);
  if (Array.isArray(old)) return old.map((item: Captured, at) => (at === Number(key) ? (fresh ?? null) : item));
  const { [key]: _, ...others } = old as { readonly [key: string]: Captured };
  return fresh === undefined ? others : { ...others, [key]: fresh };
};

export const without =
  (type: string, name = /(?:)/): Mutation =>
  (graph) => {
    const kept = graph.resources.filter((resource) => resource.type !== type || !name.test(resource.name));
    return kept.length === graph.resources.length ? undefined : { ...graph, resources: kept };
  };

export const added =
  (type: string, inputs: CapturedResource["inputs"]): Mutation =>
  (graph) => {
    const [sample] = graph.resources.filter(({ custom, type: other }) => custom && other.startsWith("aws:"));
    if (sample === undefined) return undefined;
    const fresh = { ...sample, type, name: "added", urn: `urn:pulumi:x::x::${type}::added`, parent: undefined, inputs };
    return { ...graph, resources: [...graph.resources, fresh] };
  };

/** Rewrites the document that a property holds as text. */
export const rewritten =
  (path: string, from: string | RegExp, to: string): Change =>
  (resource) => {
    const value = resource.inputs[path];
    const isText = typeof value === "string";
    const before = isText ? value : JSON.stringify(value);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${resource.name}.${path} has nothing like ${String(from)}`);
    return { ...resource, inputs: { ...resource.inputs, [path]: isText ? after : (JSON.parse(after) as Captured) } };
  };

/** Does one change after the other. */
export const both =
  (...mutations: readonly Mutation[]): Mutation =>
  (graph) =>
    mutations.reduce<CapturedGraph | undefined>((given, mutate) => given && mutate(given), graph);

/** Changes every resource of a type. */
export const every =
  (type: string, change: Change, name = /(?:)/): Mutation =>
  (graph) => {
    const is = (resource: CapturedResource) => resource.type === type && name.test(resource.name);
    if (!graph.resources.some(is)) return undefined;
    return { ...graph, resources: graph.resources.map((resource) => (is(resource) ? change(resource) : resource)) };
  };

/** A statement as JSON. */
export type Written = Readonly<Record<string, Captured>>;

/** Rewrites the statements of the policy that a property holds, as text or as an object. */
export const statements =
  (edit: (given: readonly Written[]) => readonly Written[], property = "policy"): Change =>
  (resource) => {
    const value = resource.inputs[property];
    const document = (typeof value === "string" ? JSON.parse(value) : value) as {
      readonly Statement: readonly Written[];
    };
    const after = { ...document, Statement: edit(document.Statement) } as Captured;
    const written = typeof value === "string" ? JSON.stringify(after) : after;
    return { ...resource, inputs: { ...resource.inputs, [property]: written } };
  };

/** Puts one more statement into a policy. */
export const allowing = (statement: Written, property?: string): Change =>
  statements((given) => [...given, { Effect: "Allow", ...statement }], property);

/** Takes statements out, by what they are called or do. */
export const forgetting = (pattern: RegExp, property?: string): Change =>
  statements((given) => given.filter((statement) => !pattern.test(JSON.stringify(statement))), property);

/** Changes the first container of a task. */
export const container =
  (edit: (given: Written) => Written): Change =>
  (resource) => {
    const [one, ...others] = JSON.parse(String(resource.inputs.containerDefinitions)) as readonly Written[];
    if (one === undefined) return resource;
    return {
      ...resource,
      inputs: { ...resource.inputs, containerDefinitions: JSON.stringify([edit(one), ...others]) },
    };
  };

/** Takes the conditions off the statements that a pattern finds. */
export const unbound = (pattern: RegExp, property?: string) =>
  statements(
    (given) =>
      given.map((statement) => {
        if (!pattern.test(JSON.stringify(statement))) return statement;
        const { Condition: _, ...others } = statement;
        return others;
      }),
    property,
  );
