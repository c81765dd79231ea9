import { type ProblemName, problemTypes } from "./types.ts";

/** A problem document as it goes over the wire (RFC 9457 section 3). Extension members sit beside the registered ones. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** The request id, so that a user can quote one string to support. */
  readonly instance?: string;
  readonly [extension: string]: unknown;
}

export const problemContentType = "application/problem+json";

/**
 * Builds the document for `name`. `extensions` must never echo input: what a caller sent is not repeated to it.
 * Registered members cannot be overridden by an extension.
 */
export const problemDocument = (
  name: ProblemName,
  instance?: string,
  detail?: string,
  extensions?: Readonly<Record<string, unknown>>,
): Problem => {
  const { type, title, status } = problemTypes[name];
  return {
    ...(extensions === undefined ? {} : unregistered(extensions)),
    type,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(instance === undefined ? {} : { instance }),
  };
};

const unregistered = ({ detail, instance, ...members }: Readonly<Record<string, unknown>>) => members;

/** Headers every problem answer carries: never cached, whatever the status (RFC 9110 section 15.5.20 for 421). */
export const problemResponseHeaders = {
  "content-type": problemContentType,
  "cache-control": "no-store",
} as const;
