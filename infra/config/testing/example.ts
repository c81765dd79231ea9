import { exampleStacks } from "../example-stacks.ts";

export type Tree = { [key: string]: unknown };

/** Settings of an example stack, to be changed. */
export const example = (stack: string): Tree => {
  const found = exampleStacks.find((candidate) => candidate.stack === stack);
  if (found === undefined) throw new RangeError(`there is no example ${stack}`);
  return structuredClone(found.settings) as Tree;
};

/** Sets the value at a dotted path, or removes it. */
export const put = (tree: Tree, path: string, value: unknown): Tree => {
  const [first = "", ...rest] = path.split(".");
  if (rest.length > 0) tree[first] = put({ ...((tree[first] as Tree | undefined) ?? {}) }, rest.join("."), value);
  else if (value === undefined) delete tree[first];
  else tree[first] = value;
  return tree;
};

export const first = "saas.aws.us-east-1.flow";
export const second = "saas.aws.eu-west-1.flow";
export const cloudflare = "saas.aws.us-east-1.flow-cloudflare";
export const fluxi = "saas.aws.eu-central-1.fluxi";
export const invpc = "invpc.aws.us-east-1.axonflow";
export const adopting = "invpc.aws.eu-west-1.axonflow";
export const brought = "invpc.aws.eu-central-1.flow8";

/** What is written instead, and the sentence that says how to mend it. */
export type Mistake = readonly [stack: string, path: string, value: unknown, sentence: string];
