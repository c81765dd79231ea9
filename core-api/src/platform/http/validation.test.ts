import { z } from "@hono/zod-openapi";
import { expect, test } from "vitest";
import { instant } from "./instant.ts";
import { ProblemError } from "./problem-error.ts";
import { text } from "./text.ts";
import { validationHook } from "./validation.ts";

const schema = z.strictObject({
  text: text.trim().min(1).max(5).optional(),
  email: z.email().optional(),
  slug: z.string().min(2).optional(),
  number: z.number().min(1).max(9).optional(),
  whole: z.int().optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  choice: z.enum(["a", "b"]).optional(),
  time: instant.optional(),
  id: z.uuid().optional(),
  pattern: z.string().regex(/^x$/, { error: "is not x" }).optional(),
  record: z.record(z.string().max(1), z.unknown()).optional(),
  union: z.union([z.string(), z.number()]).optional(),
});
const required = z.strictObject({ name: z.string(), flag: z.boolean().optional() });

const told = (shape: z.ZodType, value: unknown): unknown => {
  const result = shape.safeParse(value);
  if (result.success) return undefined;
  try {
    validationHook({ target: "json", success: false, error: result.error });
  } catch (error) {
    if (error instanceof ProblemError) return error.details.extensions?.violations;
  }
  return undefined;
};

test.each([
  [{ text: "" }, "text", "needs at least 1 character"],
  [{ text: "123456" }, "text", "must not have more than 5 characters"],
  [{ text: 1 }, "text", "must be a string"],
  [{ text: null }, "text", "must be a string"],
  [{ text: "\0" }, "text", "holds a character that cannot be kept"],
  [{ email: "x" }, "email", "is not an e-mail address"],
  [{ slug: "x" }, "slug", "needs at least 2 characters"],
  [{ number: 0 }, "number", "must be at least 1"],
  [{ number: 10 }, "number", "must be at most 9"],
  [{ whole: 1.5 }, "whole", "must be a whole number"],
  [{ list: [] }, "list", "needs at least 1 entry"],
  [{ list: ["a", "b", "c"] }, "list", "must not have more than 2 entries"],
  [{ list: {} }, "list", "must be a list"],
  [{ choice: "c" }, "choice", 'must be one of "a", "b"'],
  [{ time: "yesterday" }, "time", "is not a time such as 2026-01-31T12:00:00Z"],
  [{ id: "1" }, "id", "is not an id"],
  [{ pattern: "y" }, "pattern", "is not x"],
  [{ record: [] }, "record", "must be an object"],
  [{ union: true }, "union", "has the wrong form"],
  [{ "made up by a caller": 1 }, "", "has a field that is not known here"],
])("%j is told in our words", (value, path, message) => {
  const place = path === "" ? "body" : `body.${path}`;
  expect(told(schema, value)).toContainEqual({ path: place, message });
});

test("what is missing, and a body that is no object", () => {
  expect(told(required, {})).toEqual([{ path: "body.name", message: "is missing" }]);
  expect(told(required, { name: "x", flag: "yes" })).toEqual([{ path: "body.flag", message: "must be true or false" }]);
  expect(told(required, [])).toEqual([{ path: "body", message: "must be an object" }]);
});
