import type { AuditBucketSettings } from "../config/blob-store.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { verifyAuditLock } from "./audit-lock.ts";
import { s3WormStore } from "./s3-worm.ts";

export interface AuditBucketOptions {
  readonly log: Log;
  readonly metrics: Pick<Metrics, "gauge">;
}

/**
 * Verifies the lock of the region's audit bucket, where it has one, and says it in the log and as a gauge: the days it locks
 * for, 0 without a bucket. Throws as `verifyAuditLock` does.
 */
export const checkAuditBucket = async (
  settings: AuditBucketSettings | undefined,
  { log, metrics }: AuditBucketOptions,
): Promise<void> => {
  let days = 0;
  if (settings !== undefined) {
    const { bucket, aws } = settings;
    const lock = await verifyAuditLock(s3WormStore({ ...aws, bucket }), settings);
    days = lock.days;
    log.info({ bucket, lockMode: lock.mode, days }, "the audit bucket is locked");
  }
  metrics.gauge("bailiwick_audit_lock_days", "Days for which the audit bucket locks every object", () => days);
};
