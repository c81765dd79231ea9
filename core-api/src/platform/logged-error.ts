import { redact } from "./redact.ts";

/** An error as a record of the log holds it. */
export interface LoggedError {
  readonly name?: string;
  readonly message: string;
  /** Of the system, the driver (SQLSTATE) or the cloud. */
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
  /** Of an `AggregateError`: the first ten. */
  readonly errors?: readonly LoggedError[];
}

const deepest = 8;
const mostErrors = 10;
const maxMessage = 2_000;
const maxStack = 8_000;

/**
 * Name, message, code, stack and causes of whatever was thrown, without secrets. Everything else is left out: the driver's
 * `detail`, query and parameters hold customers' values. Never throws, whatever it is given.
 */
export const loggedError = (thrown: unknown): LoggedError => describe(thrown, new Set());

const describe = (thrown: unknown, above: ReadonlySet<unknown>): LoggedError => {
  if (typeof thrown !== "object" || thrown === null) return { message: shown(String(thrown), maxMessage) };
  if (above.has(thrown)) return { message: "the same error as above" };
  if (above.size >= deepest) return { message: "further causes are left out" };
  try {
    return ofObject(thrown, new Set([...above, thrown]));
  } catch {
    return { message: "an error that cannot be read" };
  }
};

/** pg-boss hands on plain objects with an error's members, so members decide and not the class. */
const ofObject = (thrown: object, above: ReadonlySet<unknown>): LoggedError => {
  const name = text(member(thrown, "name"));
  const code = text(member(thrown, "code"));
  const stack = text(member(thrown, "stack"));
  const cause = member(thrown, "cause");
  const errors = member(thrown, "errors");
  const inner = Array.isArray(errors) ? errors.slice(0, mostErrors).map((one) => describe(one, above)) : undefined;
  return {
    ...(name === undefined ? {} : { name: shown(name, maxMessage) }),
    message: messageOf(thrown, inner),
    ...(code === undefined ? {} : { code: shown(code, maxMessage) }),
    ...(stack === undefined ? {} : { stack: shown(stack, maxStack) }),
    ...(cause === undefined ? {} : { cause: describe(cause, above) }),
    ...(inner === undefined ? {} : { errors: inner }),
  };
};

/** Node's error for a host of several addresses has no message, only those of its errors. */
const messageOf = (thrown: object, inner: readonly LoggedError[] = []): string => {
  const own = text(member(thrown, "message"));
  if (own !== undefined && own !== "") return shown(own, maxMessage);
  if (inner.length > 0) return shown(inner.map(({ message }) => message).join("; "), maxMessage);
  if (own !== undefined) return "";
  const names = Object.keys(thrown).slice(0, mostErrors).join(", ");
  return shown(`an object was thrown, no error${names === "" ? "" : `; its members: ${names}`}`, maxMessage);
};

const member = (thrown: object, name: string): unknown => Reflect.get(thrown, name);

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/** Redacted before it is cut: half a secret has no shape to know it by. */
const shown = (value: string, most: number): string => {
  const clean = redact(value);
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
};
