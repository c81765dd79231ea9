import type { ProblemName } from "@bailiwick/contract/problem";

export interface ProblemDetails {
  /** A sentence for the caller; never repeats what the caller sent. */
  readonly detail?: string;
  /** Members beside the registered ones (RFC 9457 section 3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with a problem document. Thrown by services; the application turns it into the answer. */
export class ProblemError extends Error {
  override readonly name: string = "ProblemError";
  readonly problem: ProblemName;
  readonly details: ProblemDetails;
  constructor(problem: ProblemName, details: ProblemDetails = {}) {
    super(problem);
    this.problem = problem;
    this.details = details;
  }
}

/** The actor lacks a permission. Recorded in the tenant's audit log. */
export class Forbidden extends ProblemError {
  override readonly name = "Forbidden";
  /** What was missing, for the record; the caller is not told. */
  readonly missing: string;
  constructor(missing: string, detail?: string) {
    super("forbidden", detail === undefined ? {} : { detail });
    this.missing = missing;
  }
}

/** The resource does not exist, or belongs to another tenant: nobody can tell which. */
export const notFound = (): ProblemError => new ProblemError("not-found");
