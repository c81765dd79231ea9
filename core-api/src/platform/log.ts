import { pino } from "pino";
import type { LogLevel } from "./config.ts";
import { loggedError } from "./logged-error.ts";
import { redact } from "./redact.ts";

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
  readonly telemetry?: string;
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
  "telemetry",
  "service",
]);

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
    kept[name] = name === "error" ? loggedError(value) : typeof value === "string" ? redact(value) : value;
  }
  return kept;
};
