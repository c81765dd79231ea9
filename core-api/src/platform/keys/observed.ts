import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { type KeyService, KeyServiceUnanswered, KeyUnavailable } from "./key-service.ts";

export interface ObservedOptions {
  readonly log: Pick<Log, "error" | "warn">;
  readonly metrics: Pick<Metrics, "counter">;
  /** The same failure is told at most once in this time, with the number of those since. @default 60 */
  readonly quietSeconds?: number;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

/** Said of the key that everything in the region is wrapped under. Alarms look for these very words. */
export const regionKeyFailed = "the key of the region failed";
/** Said of a key that a tenant has of its own, which the tenant may have switched off. */
export const tenantKeyFailed = "the key of a tenant failed";

/** The same service, whose refusals and silences are counted and told: throttled, denied, disabled and so on. */
export const observedKeyService = (service: KeyService, options: ObservedOptions): KeyService => {
  const { log, metrics, quietSeconds = 60, now = () => performance.now() } = options;
  const count = metrics.counter("bailiwick_key_service_failures_total", "Calls to the key service that failed", [
    "key",
    "reason",
  ]);
  const told = new Map<string, { at: number; since: number }>();

  const note = (error: unknown, key: "region" | "tenant"): void => {
    if (!(error instanceof KeyUnavailable || error instanceof KeyServiceUnanswered)) return;
    const { reason } = error;
    count({ key, reason });
    const last = told.get(`${key} ${reason}`);
    if (last !== undefined && now() - last.at < quietSeconds * 1000) {
      last.since += 1;
      return;
    }
    told.set(`${key} ${reason}`, { at: now(), since: 0 });
    const record = { reason, error, count: 1 + (last?.since ?? 0) };
    if (key === "region") log.error(record, regionKeyFailed);
    else log.warn(record, tenantKeyFailed);
  };

  const watched = async <T>(key: "region" | "tenant", call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      note(error, key);
      throw error;
    }
  };

  const over = ({ ofOrganisation, keepRotation, ...one }: KeyService): KeyService => {
    const whose = (keyId: string): "region" | "tenant" => (keyId === service.id ? "region" : "tenant");
    return {
      ...one,
      wrap: (plain, context) => watched(whose(one.id), one.wrap(plain, context)),
      unwrap: (wrapped, context, keyId) => watched(whose(keyId ?? one.id), one.unwrap(wrapped, context, keyId)),
      ...(ofOrganisation === undefined
        ? {}
        : { ofOrganisation: async (orgId: string) => over(await watched("tenant", ofOrganisation(orgId))) }),
      ...(keepRotation === undefined
        ? {}
        : { keepRotation: (keyId: string) => watched("tenant", keepRotation(keyId)) }),
    };
  };
  return over(service);
};
