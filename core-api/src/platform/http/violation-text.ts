import type { z } from "@hono/zod-openapi";

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "must be a string",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  array: "must be a list",
  object: "must be an object",
  record: "must be an object",
};

const formats: Readonly<Record<string, string>> = {
  email: "is not an e-mail address",
  uuid: "is not an id",
  datetime: "is not a time such as 2026-01-31T12:00:00Z",
};

const otherwise = "has the wrong form";

/** What is wrong, in words that follow the name of the place. The validator's own name its types, and may name the caller's keys. */
export const violationText = (issue: Issue): string => {
  switch (issue.code) {
    case "invalid_type":
      // The issue itself does not tell what was there.
      return issue.message.endsWith("received undefined") ? "is missing" : (kinds[issue.expected] ?? otherwise);
    case "too_small": {
      const [one, many] = units(issue.origin);
      if (one === undefined) return `must be at least ${issue.minimum}`;
      return `needs at least ${issue.minimum} ${Number(issue.minimum) === 1 ? one : many}`;
    }
    case "too_big": {
      const [one, many] = units(issue.origin);
      if (one === undefined) return `must be at most ${issue.maximum}`;
      return `must not have more than ${issue.maximum} ${Number(issue.maximum) === 1 ? one : many}`;
    }
    case "invalid_format":
      return formats[issue.format] ?? ours(issue);
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "unrecognized_keys":
      return "has a field that is not known here";
    case "invalid_key":
      return "has a field whose name is too long";
    case "custom":
      return ours(issue);
    default:
      return otherwise;
  }
};

const units = (origin: string): readonly [string, string] | readonly [undefined] => {
  if (origin === "string") return ["character", "characters"];
  return origin === "array" ? ["entry", "entries"] : [undefined];
};

/** What a schema of ours says; where it says nothing, the validator's own text begins like this. */
const ours = ({ message }: Issue): string => (message.startsWith("Invalid") ? otherwise : message);
