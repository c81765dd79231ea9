import type * as z from "zod";
import { type FoundProblem, oneOf, problemAt } from "./found-problem.ts";

type Issue = z.core.$ZodIssue;

const names: Readonly<Record<string, string>> = {
  object: "an object",
  record: "an object",
  array: "a list",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** Turns what zod found below `base` into problems, one for each thing to change. `whole` names the document. */
export const issueProblems = (
  base: readonly PropertyKey[],
  issues: readonly Issue[],
  whole = "a product profile",
): FoundProblem[] => issues.flatMap((issue) => problemsOf(issue, [...base, ...issue.path], whole));

const problemsOf = (issue: Issue, path: readonly PropertyKey[], whole: string): FoundProblem[] => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => problemAt([...path, key], `is not a field of ${whole}`));
  }
  if (issue.code === "invalid_key") {
    const key = path.at(-1);
    return issue.issues.map((inner) => problemAt(path, `has the name ${JSON.stringify(key)}, which ${inner.message}`));
  }
  if (issue.code === "invalid_union") return unionProblems(issue, path, whole);
  if (issue.input === undefined && issue.code !== "custom") return [problemAt(path, `is missing: it ${must(issue)}`)];
  return [problemAt(path, `${must(issue)}${shown(issue.input)}`)];
};

/**
 * The branch that came closest speaks: the one whose complaints lie deepest in what was given. Where none came closer than
 * another, the union's own sentence does, if it was given one.
 */
const unionProblems = (
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  whole: string,
): FoundProblem[] => {
  if (issue.errors.length === 0 && "options" in issue && Array.isArray(issue.options)) {
    return [problemAt(path, `must be ${oneOf(issue.options)}`)];
  }
  const [closest, next] = issue.errors.toSorted((a, b) => deepest(b) - deepest(a));
  const undecided = closest !== undefined && next !== undefined && deepest(closest) === deepest(next);
  if (undecided && issue.message !== unsaid) {
    return [problemAt(path, issue.input === undefined ? `is missing: it ${issue.message}` : issue.message)];
  }
  return (closest ?? []).flatMap((inner) => problemsOf(inner, [...path, ...inner.path], whole));
};

/** How zod's own messages of unions and types begin. */
const unsaid = "Invalid input";

const deepest = (issues: readonly Issue[]): number =>
  Math.max(...issues.map(({ code, path }) => path.length + (code === "unrecognized_keys" ? 1 : 0)));

const must = (issue: Issue): string => {
  switch (issue.code) {
    case "invalid_type":
      if (!issue.message.startsWith(unsaid)) return issue.message;
      return `must be ${names[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    case "too_small":
      return `must ${measure(issue.origin)} at least ${issue.minimum}${unit(issue.origin, Number(issue.minimum))}`;
    case "too_big":
      return `must ${measure(issue.origin)} at most ${issue.maximum}${unit(issue.origin, Number(issue.maximum))}`;
    default:
      return issue.message.replace(/\.$/, "");
  }
};

const measure = (origin: string): string => (origin === "array" || origin === "string" ? "have" : "be");

const unit = (origin: string, count: number): string => {
  if (origin === "array") return count === 1 ? " entry" : " entries";
  if (origin === "string") return count === 1 ? " character" : " characters";
  return "";
};

const shown = (input: unknown): string => {
  const simple = typeof input === "string" || typeof input === "number" || typeof input === "boolean";
  return simple ? `, not ${JSON.stringify(input)}` : "";
};
