import { pino } from "pino";
import type { LogLevel } from "./config.ts";

export type Log = Pick<pino.Logger, "fatal" | "error" | "warn" | "info" | "debug" | "isLevelEnabled"> & {
  child(fields: LogFields): Log;
};

/** Everything a record may hold. A field that is not listed here is dropped, so that nothing personal slips in unseen. */
export interface LogFields {
  readonly requestId?: string;
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  /** Id, never name or slug. */
  readonly orgId?: string;
  readonly userId?: string;
  readonly reason?: string;
  readonly error?: unknown;
  readonly job?: string;
  readonly step?: string;
  readonly region?: string;
  readonly epoch?: number;
  readonly address?: string;
  readonly port?: number;
  readonly count?: number;
  readonly signal?: string;
  readonly bucket?: string;
  readonly lockMode?: string;
  readonly days?: number;
}

const allowed: ReadonlySet<string> = new Set([
  "requestId",
  "route",
  "method",
  "status",
  "milliseconds",
  "orgId",
  "userId",
  "reason",
  "error",
  "job",
  "step",
  "region",
  "epoch",
  "address",
  "port",
  "count",
  "signal",
  "bucket",
  "lockMode",
  "days",
  "service",
]);

/** Shapes of secrets, wherever in a text they turn up: session tokens, password hashes, URLs with a password. */
const secrets: readonly [RegExp, string][] = [
  [/\b[a-z][a-z0-9-]{1,38}[a-z0-9]\.[A-Za-z0-9_-]{43}\b/g, "[token]"],
  [/\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/g, "[hash]"],
  [/(\b[a-z]+:\/\/[^:/\s]*):[^@/\s]+@/g, "$1:[secret]@"],
];

export interface LogOptions {
  readonly level: LogLevel;
  /** Name of the process. */
  readonly service: string;
  /** @default standard output */
  readonly destination?: { write(line: string): void };
}

/** One line of JSON a record. */
export const createLog = ({ level, service, destination }: LogOptions): Log => {
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: onlyAllowed },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};

const onlyAllowed = (fields: Record<string, unknown>): Record<string, unknown> => {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!allowed.has(name)) continue;
    kept[name] = name === "error" ? plainError(value) : typeof value === "string" ? redact(value) : value;
  }
  return kept;
};

/** Name, message, code and stack of an error; the driver's `detail`, query and parameters hold customers' values. */
const plainError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: plainError(error.cause) };
  return { name: error.name, message: redact(error.message), ...code, stack: redact(error.stack ?? ""), ...cause };
};

/** `text` with everything that looks like a secret replaced. */
export const redact = (text: string): string => {
  let clean = text;
  for (const [pattern, replacement] of secrets) clean = clean.replace(pattern, replacement);
  return clean;
};
