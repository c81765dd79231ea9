import type { ZodError } from "zod";
import { ProblemError } from "./problem-error.ts";
import { violationText } from "./violation-text.ts";

/** One thing that is wrong with a request. Neither member repeats what was sent. */
export interface Violation {
  /** Where: `body.owner.email`, `query.limit`. */
  readonly path: string;
  readonly message: string;
}

const maxViolations = 20;
const places: Readonly<Record<string, string>> = { json: "body", param: "path" };
/** Field names of ours only: a key the caller made up is input too. */
const ownName = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/** Turns a failed validation into `invalid` (422) with a list of violations. */
export const invalid = (violations: readonly Violation[]): ProblemError =>
  new ProblemError("invalid", { extensions: { violations: violations.slice(0, maxViolations) } });

/** The hook of `@hono/zod-openapi`: lets what is valid pass. Throws `invalid`. */
export const validationHook = (
  result: { readonly target: string } & (
    | { readonly success: true }
    | { readonly success: false; readonly error: ZodError }
  ),
): undefined => {
  if (result.success) return undefined;
  const place = places[result.target] ?? result.target;
  throw invalid(
    result.error.issues.map((issue) => ({
      path: [place, ...issue.path.map(String).filter((part) => ownName.test(part) || /^\d{1,4}$/.test(part))].join("."),
      message: violationText(issue),
    })),
  );
};
