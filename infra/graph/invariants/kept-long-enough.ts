import { type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt, valueAt } from "./invariant.ts";
import { ownOf } from "./own.ts";

const lockConfiguration = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

/** Least time for changing one's mind about what was removed. */
const trashDays = 7;

export const keptLongEnough: Invariant = {
  id: "kept-long-enough",
  promise: "Backups last 35 days to any second, logs as long as promised, and the audit copy is locked for its time.",
  *check(judged) {
    const { facts } = judged.stamp;
    for (const resource of judged.graph.resources) {
      const wrong = (what: string, path: string) => finding(resource, `${what} for ${at(resource, path)} days`);
      if (/^aws:rds\/(cluster:Cluster|instance:Instance)$/.test(resource.type)) {
        if (!isAtLeast(at(resource, "backupRetentionPeriod"), facts.backupDays))
          yield wrong("keeps backups", "backupRetentionPeriod");
      }
      if (resource.type === "aws:cloudwatch/logGroup:LogGroup") {
        if (!isAtLeast(at(resource, "retentionInDays"), facts.logRetentionDays))
          yield wrong("keeps logs", "retentionInDays");
      }
      if (resource.type === "aws:backup/plan:Plan") yield* judgePlan(resource, facts.backupDays);
      if (resource.type === "aws:kms/key:Key") {
        const days = at(resource, "rotationPeriodInDays");
        if (typeof days !== "number" || days > facts.keyRotationDays)
          yield finding(resource, `rotates after ${days} days`);
      }
    }
    yield* judgeAudit(judged);
    yield* judgeLifecycles(judged);
  },
};

const isAtLeast = (days: unknown, least: number): boolean => typeof days === "number" && days >= least;

/** Every rule, and every copy that a rule makes. */
const judgePlan = function* (plan: CapturedResource, least: number): Generator<Finding> {
  for (const rule of listAt(plan, "rules")) {
    const copies = valueAt(rule, "copyActions");
    for (const one of [rule, ...(Array.isArray(copies) ? copies : [])]) {
      const days = valueAt(one, "lifecycle.deleteAfter");
      if (!isAtLeast(days, least)) yield finding(plan, `keeps backups for ${days} days`);
    }
  }
};

const judgeAudit = function* ({ graph, stamp: { facts, settings } }: Judged): Generator<Finding> {
  if ("adopt" in settings.storage) return;
  const audit = ofType(graph, "aws:s3/bucket:Bucket").filter((bucket) => at(bucket, "objectLockEnabled") === true);
  if (audit.length === 0) yield { resource: "audit", wrong: "has no bucket with an object lock" };
  for (const bucket of audit) {
    const lock = ofType(graph, lockConfiguration).find((one) => at(one, "bucket") === bucket.id);
    const mode = lock && at(lock, "rule.defaultRetention.mode");
    const days = lock && at(lock, "rule.defaultRetention.days");
    if (mode !== facts.auditLockMode) yield finding(bucket, `is locked in mode ${mode}, not ${facts.auditLockMode}`);
    if (!isAtLeast(days, facts.auditLockDays)) yield finding(bucket, `is locked for ${days} days`);
  }
};

/** A rule of a bucket knows neither a tenant's retention nor its holds. */
const judgeLifecycles = function* (judged: Judged): Generator<Finding> {
  const { dataBuckets, auditBucket, logBucket } = ownOf(judged);
  const { auditLockDays, logRetentionDays } = judged.stamp.facts;
  for (const lifecycle of ofType(judged.graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")) {
    const bucket = String(at(lifecycle, "bucket"));
    for (const rule of listAt(lifecycle, "rules")) {
      const expires = valueAt(rule, "expiration.days");
      const prefix = valueAt(rule, "filter.prefix");
      const removed = valueAt(rule, "noncurrentVersionExpiration.noncurrentDays");
      if (dataBuckets.includes(bucket)) {
        if (expires !== undefined) yield finding(lifecycle, `ends objects after ${expires} days`);
        if (removed !== undefined && !isAtLeast(removed, trashDays))
          yield finding(lifecycle, `ends what was removed after ${removed} days`);
      } else if (expires !== undefined) {
        const least = bucket === auditBucket ? Math.max(auditLockDays, logRetentionDays) : logRetentionDays;
        if (!isAtLeast(expires, least)) yield finding(lifecycle, `ends objects after ${expires} days`);
        if (bucket === auditBucket && (prefix === undefined || prefix === "")) {
          yield finding(lifecycle, "ends the audit copy itself");
        } else if (bucket !== auditBucket && bucket !== logBucket) {
          yield finding(lifecycle, "ends objects of a bucket that is not the stamp's");
        }
      }
    }
  }
};
