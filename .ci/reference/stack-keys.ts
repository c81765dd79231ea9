import * as z from "zod";
import { code } from "./markdown.ts";
import { type Schema, typeOf } from "./schema-text.ts";

/** One key that a stack file may have. */
export interface StackKey {
  /** From the stamp's configuration down; `<id>` where the file's author chooses the name. */
  readonly path: string;
  /** What it may be, in Markdown; empty for a key that only holds others. */
  readonly type: string;
  /** Within what holds it; `one-of`: it or what stands beside it. */
  readonly required: boolean | "one-of";
  /** As the file would say it; absent where there is none. */
  readonly preset?: string;
  readonly meaning: string;
}

/** The sentence that a wrong text is refused with, which JSON Schema has no word for. */
const sentence = "must";
type Node = Schema & { readonly [sentence]?: string };

/** Every key of a stack file's schema, each after the one that holds it. Throws for a key that is not described. */
export const stackKeys = (schema: z.ZodType<object>): readonly StackKey[] => {
  const document = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (jsonSchema.type === "string") jsonSchema[sentence] = refusalOf(zodSchema);
    },
  });
  return merged(childrenOf(JSON.parse(JSON.stringify(document)), ""));
};

/** What a text that suits nothing is refused with; `undefined` where any text will do. */
const refusalOf = (schema: z.core.$ZodType): string | undefined => {
  const issues = z.safeParse(schema, "\u0000").error?.issues ?? [];
  return issues.map(({ message }) => message).find((message) => message.startsWith("must "));
};

const childrenOf = function* (node: Node, path: string): Generator<StackKey> {
  for (const branch of node.oneOf ?? []) yield* childrenOf(branch, path);
  for (const branch of node.anyOf ?? []) {
    const alternatives = new Set((branch.required ?? []).map((key) => `${path}.${key}`));
    for (const key of childrenOf(branch, path)) yield alternatives.has(key.path) ? { ...key, required: "one-of" } : key;
  }
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const below = path === "" ? key : `${path}.${key}`;
    yield keyOf(child, below, (node.required ?? []).includes(key));
    yield* childrenOf(child, below);
  }
  if (typeof node.additionalProperties === "object") yield* childrenOf(node.additionalProperties, `${path}.<id>`);
};

const keyOf = (node: Node, path: string, required: boolean): StackKey => {
  if (node.description === undefined) throw new Error(`${path} is not described in the schema of stack files`);
  const [meaning = "", told] = node.description.split(/ @default /);
  const preset =
    (told?.includes("<") ? code(told) : told) ??
    (node.default === undefined ? undefined : `\`${JSON.stringify(node.default)}\``);
  return { path, type: shapeOf(node), required, ...(preset === undefined ? {} : { preset }), meaning };
};

/** A key that several branches have is told once, with the types and meanings of all. */
const merged = (keys: Iterable<StackKey>): readonly StackKey[] => {
  const byPath = new Map<string, StackKey>();
  for (const key of keys) {
    const before = byPath.get(key.path);
    byPath.set(key.path, before === undefined ? key : both(before, key));
  }
  return [...byPath.values()];
};

const both = (one: StackKey, other: StackKey): StackKey => ({
  ...one,
  type: `${one.type} or ${other.type}`,
  meaning: one.meaning === other.meaning ? one.meaning : `${one.type}: ${one.meaning} ${other.type}: ${other.meaning}`,
});

const shapeOf = (node: Node): string => {
  const must = node[sentence]?.replace(/^must (be|name) /, "");
  if (must !== undefined) return must;
  if (node.properties !== undefined) return "";
  if (node.anyOf !== undefined || node.oneOf !== undefined) {
    return (node.anyOf ?? node.oneOf ?? [])
      .map(shapeOf)
      .filter((shape) => shape !== "")
      .join(" or ");
  }
  const { default: _, minLength, ...bare } = node;
  if (node.items !== undefined)
    return typeOf({ ...bare, items: {} })
      .replace("list of anything", `list; each ${shapeOf(node.items)}`)
      .replace("at least 1 items", "at least one");
  if (typeof node.additionalProperties === "object")
    return `by name: ${shapeOf(node.additionalProperties)}`.replace(/: $/, "");
  const bound = minLength === undefined || minLength === 1 ? bare : { ...bare, minLength };
  return typeOf(bound).replace(/^string/, "text");
};
