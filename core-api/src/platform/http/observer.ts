import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { RequestFacts } from "./env.ts";

export interface ObserverOptions {
  readonly metrics: Pick<Metrics, "request">;
  readonly log: Pick<Log, "info" | "debug" | "isLevelEnabled">;
  /** Slower answers are recorded whatever they are. @default 1000 */
  readonly slowMilliseconds?: number;
}

/**
 * Counts every request and writes one record for those somebody may ask about: changes, refusals, failures and slow
 * answers. Quick reads are in the metrics, and in the log at level debug.
 */
export const observer = ({ metrics, log, slowMilliseconds = 1000 }: ObserverOptions) => {
  const debugging = log.isLevelEnabled("debug");
  return function observe(facts: RequestFacts, status: number, milliseconds: number): void {
    metrics.request(facts.route, status, milliseconds);
    const { method } = facts;
    const routine = (method === "GET" || method === "HEAD") && status < 400 && milliseconds < slowMilliseconds;
    if (routine && !debugging) return;
    const record = {
      requestId: facts.requestId,
      route: facts.route,
      method,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      ...(facts.tenant === undefined ? {} : { orgId: facts.tenant.id }),
      ...(facts.actor === undefined ? {} : { userId: facts.actor.userId }),
    };
    if (routine) log.debug(record, "answered");
    else log.info(record, "answered");
  };
};
