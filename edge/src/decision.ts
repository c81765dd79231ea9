import type { Facts } from "./facts.ts";
import type { ProblemText } from "./problem.ts";

/** The request goes on to the next step. */
export interface Continue {
  readonly kind: "continue";
}

/** The request ends here with a problem document (RFC 9457). Nothing of it has reached another region or an origin. */
export interface Refuse {
  readonly kind: "refuse";
  readonly problem: ProblemText;
  /** Header fields beyond those that every refusal has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Slug that completes the problem's text where it names a tenant's endpoint. */
  readonly tenant?: string | undefined;
}

/** The request ends here with an answer that is not a problem. */
export interface Answer {
  readonly kind: "answer";
  readonly response: Response;
}

export type Decision = Continue | Refuse | Answer;

/**
 * One step of the pipeline. It reads the request and the facts that earlier steps established, and writes the facts it is
 * named after. A step waits only where it must: an answer without a promise costs no turn of the event loop.
 */
export type Step = (request: Request, facts: Facts) => Decision | Promise<Decision>;

export const next: Continue = Object.freeze({ kind: "continue" });

export const refuse = (problem: ProblemText, headers?: Readonly<Record<string, string>>): Refuse => ({
  kind: "refuse",
  problem,
  headers,
  tenant: undefined,
});

export const answer = (response: Response): Answer => ({ kind: "answer", response });
