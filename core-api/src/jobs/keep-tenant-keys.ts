import type { Sql } from "../platform/db/index.ts";
import { type KeyService, KeyServiceUnanswered, KeyUnavailable } from "../platform/keys/index.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";

export interface KeepTenantKeysOptions {
  /** As role platform admin. */
  readonly catalog: Sql;
  readonly keyService: Pick<KeyService, "id" | "keepRotation">;
  readonly log: Pick<Log, "warn">;
  readonly metrics: Pick<Metrics, "gauge">;
}

/**
 * Puts the rotation of every key that a tenant has of its own to what the product promises; resolves with their number. Keys
 * that cannot be used any more are said in the log, and counted in a gauge of the last run. Goes through all of them before it throws `KeyServiceUnanswered`, so that one try mends what it can.
 */
export const createKeepTenantKeys = ({ catalog, keyService, log, metrics }: KeepTenantKeysOptions) => {
  let unusable = 0;
  metrics.gauge("bailiwick_tenant_keys_unusable", "Tenants' own keys that cannot be used any more", () => unusable);

  return async (): Promise<number> => {
    const { keepRotation } = keyService;
    if (keepRotation === undefined) return 0;
    const keys = await catalog<{ orgId: string; kekId: string }[]>`
      select distinct org_id as "orgId", kek_id as "kekId" from catalog.tenant_key
       where kek_id <> ${keyService.id} order by org_id`;
    let refused = 0;
    let unanswered: KeyServiceUnanswered | undefined;
    for (const { orgId, kekId } of keys) {
      try {
        await keepRotation(kekId);
      } catch (error) {
        if (error instanceof KeyServiceUnanswered) {
          unanswered = error;
        } else if (error instanceof KeyUnavailable) {
          refused += 1;
          log.warn({ orgId, reason: error.reason }, "a tenant's own key cannot be used");
        } else {
          throw error;
        }
      }
    }
    unusable = refused;
    if (unanswered !== undefined) throw unanswered;
    return keys.length;
  };
};
