import { type AdminAnswer, text } from "./admin-client.ts";
import { CommandFailure, type Violation } from "./failure.ts";
import { printable } from "./printable.ts";

const problemType = /^urn:[a-z0-9-]+:problem:([a-z-]+)$/;

/** What a region refused, as a failure of the command: from a problem document (RFC 9457), or from a sign-up that failed. */
export const refused = ({ body }: Pick<AdminAnswer, "body">): CommandFailure => {
  const error = record(body.error) ?? body;
  const endpoint = text(body.endpoint);
  return new CommandFailure({
    code: text(error.code) ?? problemType.exec(text(body.type) ?? "")?.[1] ?? "refused",
    message: printable(text(error.message) ?? text(error.title) ?? "The region refused."),
    detail: shown(text(body.detail)),
    suggestion: endpoint === undefined ? undefined : `Ask ${printable(endpoint)} instead.`,
    violations: Array.isArray(body.violations) ? body.violations.flatMap(violation) : undefined,
  });
};

const violation = (value: unknown): readonly Violation[] => {
  const { path, message } = record(value) ?? {};
  return typeof path === "string" && typeof message === "string"
    ? [{ path: printable(path), message: printable(message) }]
    : [];
};

const shown = (value: string | undefined): string | undefined => (value === undefined ? undefined : printable(value));

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
