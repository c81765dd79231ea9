import type { AwsStamp } from "../../config/stamp-facts.ts";
import type { Captured, CapturedGraph, CapturedResource } from "../captured.ts";

/** What an invariant judges: a stack's graph and the configuration it came from. */
export interface Judged {
  readonly graph: CapturedGraph;
  readonly stamp: AwsStamp;
}

export interface Finding {
  /** Logical name of the resource that breaks the invariant. */
  readonly resource: string;
  /** What is wrong with it, as the rest of a sentence about it. */
  readonly wrong: string;
}

/** What must hold of every stack's graph, whoever wrote the program. */
export interface Invariant {
  readonly id: string;
  /** The promise in one sentence. */
  readonly promise: string;
  readonly check: (judged: Judged) => Iterable<Finding>;
}

/** One that needs the graph alone, and so holds of a region-less host too. */
export interface GraphInvariant extends Omit<Invariant, "check"> {
  readonly check: (judged: Pick<Judged, "graph">) => Iterable<Finding>;
}

export const finding = ({ name }: CapturedResource, wrong: string): Finding => ({ resource: name, wrong });

/** The value at a dotted path of a resource's inputs; `undefined` where there is none. */
export const at = ({ inputs }: CapturedResource, path: string): Captured | undefined => valueAt(inputs, path);

export const valueAt = (root: Captured, path: string): Captured | undefined => {
  let value: Captured | undefined = root;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : (value as { readonly [key: string]: Captured })[key];
  }
  return value;
};

/** Every text below a value, with its path. */
export const textsIn = function* (value: Captured, path = ""): Generator<readonly [path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, path === "" ? key : `${path}.${key}`);
  }
};

/** The entries of a list at a path; none where there is no list. */
export const listAt = (resource: CapturedResource, path: string): readonly Captured[] => {
  const value = at(resource, path);
  return Array.isArray(value) ? value : [];
};
