import type { Conditions, Grant } from "../policies/grant.ts";

/** A fact about a request, as IAM's simulator takes it (`ContextEntries`). */
export interface SimulatedFact {
  readonly key: string;
  readonly type: "string" | "stringList" | "boolean" | "numeric";
  readonly values: readonly string[];
}

/** One call of `SimulatePrincipalPolicy`: requests that the statement `sid` is there for. */
export interface Simulation {
  readonly sid: string;
  readonly actions: readonly string[];
  /** `ResourceArns`: such as the deployment will name; `*` for actions that take none. */
  readonly resources: readonly string[];
  readonly context: readonly SimulatedFact[];
}

/**
 * What to ask IAM's simulator so that it judges the requests of a deployment and not others: without resources and facts it
 * refuses everything that is allowed for certain resources, tags or regions alone. Denials are not asked for. Statements
 * must name their resources as plain texts; throws `RangeError` otherwise.
 */
export const simulationsOf = (grants: readonly Grant[]): readonly Simulation[] =>
  grants
    .filter(({ effect }) => effect !== "Deny")
    .map(({ sid, actions, resources, conditions = {} }) => ({
      sid,
      actions,
      resources: resources.map((resource) => example(plain(resource))),
      context: factsOf(conditions),
    }));

/** A name that the pattern lets through. */
const example = (resource: string): string => (resource === "*" ? resource : resource.replaceAll("*", "preflight"));

const factsOf = (conditions: Conditions): readonly SimulatedFact[] =>
  Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, value]) => {
      // What must be absent is left out; what must be there has its value from another condition.
      if (operator === "Null") return [];
      const values = (Array.isArray(value) ? value : [value]).map(plain);
      const isList = operator.startsWith("ForAllValues:");
      // One request has one value, unless the key has many.
      return [{ key, type: typeOf(operator, isList), values: isList ? values : values.slice(0, 1).map(example) }];
    }),
  );

const typeOf = (operator: string, isList: boolean): SimulatedFact["type"] => {
  if (isList) return "stringList";
  if (operator === "Bool") return "boolean";
  return operator.startsWith("Numeric") ? "numeric" : "string";
};

const plain = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new RangeError("a statement that is simulated must be of plain texts");
};
