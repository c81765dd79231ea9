import type { Environment } from "../environment.ts";

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
}

/** Where a process that serves requests listens. */
export const readListen = (from: Environment): ListenSettings | undefined => {
  const host = readHost(from);
  const port = from.required("BAILIWICK_PORT");
  return port === undefined ? undefined : listenOn(from, host, "BAILIWICK_PORT", port);
};

/** Where a process that serves nothing else answers `/metrics`; nowhere unless it is told a port. */
export const readMetricsListen = (from: Environment): ListenSettings | undefined => {
  const host = readHost(from);
  const port = from.optional("BAILIWICK_METRICS_PORT");
  return port === undefined ? undefined : listenOn(from, host, "BAILIWICK_METRICS_PORT", port);
};

const readHost = (from: Environment): string => from.optional("BAILIWICK_HOST") ?? "127.0.0.1";

const listenOn = (from: Environment, host: string, name: string, port: string): ListenSettings | undefined =>
  /^\d{1,5}$/.test(port) && Number(port) <= 65_535
    ? { host, port: Number(port) }
    : from.refuse(name, "must be a port number from 0 to 65535.");
