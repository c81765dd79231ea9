import postgres from "postgres";
import { expect, test } from "vitest";
import { problemOf } from "./error-problem.ts";

class Refused extends postgres.PostgresError {
  constructor(code: string) {
    super("unsupported Unicode escape sequence");
    this.code = code;
  }
}

test.each([
  ["22P05", "invalid"],
  ["22008", "invalid"],
  ["23514", "internal"],
  ["42501", "internal"],
])("what the database refuses as %s is %s, logged, and told nothing of", (code, name) => {
  expect(problemOf(new Refused(code))).toEqual({ name, details: {}, unexpected: true });
});
