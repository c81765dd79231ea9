import type { ProblemName } from "@bailiwick/contract/problem";
import { HTTPException } from "hono/http-exception";
import { isConnectionLost, isDataException, PoolBusy, StatementTimeout } from "../db/index.ts";
import { KeyServiceUnanswered, KeyUnavailable } from "../keys/index.ts";
import { type ProblemDetails, ProblemError } from "./problem-error.ts";

export interface ErrorProblem {
  readonly name: ProblemName;
  readonly details: ProblemDetails;
  /** True when the cause is ours and belongs into the log. */
  readonly unexpected: boolean;
}

const retrySoon = { headers: { "retry-after": "5" } };

/** The problem a caller is told for what was thrown. The text of an unexpected error never leaves the process. */
export const problemOf = (error: unknown): ErrorProblem => {
  if (error instanceof ProblemError) return { name: error.problem, details: error.details, unexpected: false };
  if (error instanceof HTTPException) {
    const name = httpProblems[error.status];
    if (name !== undefined) return { name, details: {}, unexpected: false };
    // Hono throws it for nothing else.
    return { name: "bad-request", details: { detail: "The body is not valid JSON." }, unexpected: false };
  }
  if (error instanceof PoolBusy) return { name: "reduced-capacity", details: retrySoon, unexpected: true };
  if (
    isConnectionLost(error) ||
    error instanceof StatementTimeout ||
    error instanceof KeyUnavailable ||
    error instanceof KeyServiceUnanswered
  ) {
    return { name: "unavailable", details: retrySoon, unexpected: true };
  }
  // A value that should have been refused before it came to the database: the caller's mistake, and a gap of ours.
  if (isDataException(error)) return { name: "invalid", details: {}, unexpected: true };
  return { name: "internal", details: {}, unexpected: true };
};

const httpProblems: Readonly<Record<number, ProblemName>> = {
  404: "not-found",
  413: "body-too-large",
  415: "unsupported-media-type",
};
