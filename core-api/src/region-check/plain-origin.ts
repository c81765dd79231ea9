import type { CheckTarget } from "./target.ts";

/** The same host without TLS. */
export const plainOrigin = ({ httpPort }: Pick<CheckTarget, "httpPort">, origin: string): string => {
  const { hostname } = new URL(origin);
  return httpPort === 80 ? `http://${hostname}` : `http://${hostname}:${httpPort}`;
};
