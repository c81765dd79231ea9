import { type FoundProblem, pathText, problemAt } from "@bailiwick/contract/problems-found";
import * as z from "zod";

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Path = readonly PropertyKey[];

/** Where a value could be a secret, by its last key: it is never repeated, neither on a screen nor in a log. */
const unrepeated = /(?:^|\.)(?:pinPepper|secretArn|masterSecretArn|tunnelTokenSecretArn|customer)$/;

/**
 * Says the problems of a stack file in words that are nearer to what its author did: a number where a text is wanted, a key that
 * is nearly one that there is, two keys of which one is wanted. Adds those that the schema cannot see.
 */
export const withHints = (
  schema: z.ZodType,
  settings: unknown,
  problems: readonly FoundProblem[],
): readonly FoundProblem[] => {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { hints, more } = hintsOf(settings, [root]);
  return [...problems.map((problem) => hints.get(problem.path)?.(problem) ?? discreet(problem)), ...more];
};

const discreet = ({ path, sentence }: FoundProblem): FoundProblem =>
  unrepeated.test(path)
    ? { path, sentence: sentence.replace(/, not (?:"(?:[^"\\]|\\.)*"|[^",]*)\.$/, ".") }
    : { path, sentence };

type Hint = (problem: FoundProblem) => FoundProblem;

interface Hints {
  /** By the path of the problem. */
  readonly hints: ReadonlyMap<string, Hint>;
  readonly more: readonly FoundProblem[];
}

const hintsOf = (settings: unknown, schemas: readonly JsonSchema[]): Hints => {
  const hints = new Map<string, Hint>();
  const more: FoundProblem[] = [];

  const visit = (value: unknown, path: Path, nodes: readonly JsonSchema[]): void => {
    if (
      typeof value === "number" &&
      !unrepeated.test(pathText(path)) &&
      nodes.some(wantsText) &&
      !nodes.some(wantsNumber)
    ) {
      hints.set(pathText(path), () => problemAt(path, `must be in quotes, not ${value}`));
    } else if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) visit(item, [...path, at], nodes.flatMap(itemsOf));
    } else if (typeof value === "object" && value !== null) {
      const names = nodes.flatMap(({ properties = {} }) => Object.keys(properties));
      const given = Object.keys(value);
      for (const [key, inner] of Object.entries(value)) {
        const below = [...path, key];
        // Whoever copies the object loses the key without a word.
        if (key === "__proto__") more.push(problemAt(path, 'must not have the key "__proto__"', "The configuration"));
        else
          visit(
            inner,
            below,
            nodes.flatMap((node) => propertyOf(node, key)),
          );
        if (names.includes(key)) {
          const beside = given.find((other) => other !== key && !nodes.some((node) => hasBoth(node, key, other)));
          if (beside !== undefined)
            hints.set(pathText(below), unknownAs(`cannot stand beside ${beside}: give one of both`));
        } else {
          const near = nearest(
            key,
            names.filter((name) => !given.includes(name)),
          );
          if (near !== undefined) hints.set(pathText(below), meant(near));
        }
      }
    }
  };

  visit(settings, [], schemas.flatMap(branchesOf));
  return { hints, more };
};

const isUnknown = ({ sentence }: FoundProblem): boolean => / is not a field of [^"]*\.$/.test(sentence);

const unknownAs =
  (must: string): Hint =>
  (problem) =>
    isUnknown(problem) ? { path: problem.path, sentence: `${problem.path} ${must}.` } : discreet(problem);

const meant =
  (near: string): Hint =>
  (problem) =>
    isUnknown(problem)
      ? { path: problem.path, sentence: problem.sentence.replace(/\.$/, `; did you mean ${near}?`) }
      : discreet(problem);

/** A schema, or the branches of a union, however deep. */
const branchesOf = (node: JsonSchema | boolean | undefined): readonly JsonSchema[] => {
  if (typeof node !== "object") return [];
  const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return branches.length === 0 ? [node] : branches.flatMap(branchesOf);
};

const itemsOf = ({ items }: JsonSchema): readonly JsonSchema[] => (Array.isArray(items) ? [] : branchesOf(items));

const propertyOf = ({ properties = {}, additionalProperties }: JsonSchema, key: string): readonly JsonSchema[] =>
  branchesOf(Object.hasOwn(properties, key) ? properties[key] : additionalProperties);

const hasBoth = ({ properties = {} }: JsonSchema, one: string, other: string): boolean =>
  Object.hasOwn(properties, one) && Object.hasOwn(properties, other);

const wantsText = ({ type, enum: values = [] }: JsonSchema): boolean => type === "string" || values.some(isText);
const isText = (value: unknown): boolean => typeof value === "string";
const wantsNumber = ({ type }: JsonSchema): boolean => type === "number" || type === "integer";

/** The name that differs from `word` in two letters at most, and in fewer than half of its own. */
const nearest = (word: string, names: readonly string[]): string | undefined => {
  const distances = names.map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }));
  const [best] = distances.toSorted((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.min(2, best.name.length / 3) ? best.name : undefined;
};

/** Letters to put in, leave out or change (Levenshtein). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [column, other] of [...to].entries()) {
      const kept = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(kept, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
