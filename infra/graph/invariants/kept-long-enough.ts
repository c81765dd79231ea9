import { at, finding, type Invariant } from "./invariant.ts";

const lockConfiguration = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

export const keptLongEnough: Invariant = {
  id: "kept-long-enough",
  promise: "Backups last 35 days to any second, logs as long as promised, and the audit copy is locked for its time.",
  *check({ graph: { resources }, stamp: { facts, settings } }) {
    for (const resource of resources) {
      if (/^aws:rds\/(cluster:Cluster|instance:Instance)$/.test(resource.type)) {
        const days = at(resource, "backupRetentionPeriod");
        if (typeof days !== "number" || days < facts.backupDays)
          yield finding(resource, `keeps backups for ${days} days`);
      }
      if (resource.type === "aws:cloudwatch/logGroup:LogGroup") {
        const days = at(resource, "retentionInDays");
        if (typeof days !== "number" || days < facts.logRetentionDays)
          yield finding(resource, `keeps logs for ${days} days`);
      }
      if (resource.type === "aws:backup/plan:Plan") {
        const days = at(resource, "rules.0.lifecycle.deleteAfter");
        if (typeof days !== "number" || days < facts.backupDays)
          yield finding(resource, `keeps backups for ${days} days`);
      }
      if (resource.type === "aws:kms/key:Key") {
        const days = at(resource, "rotationPeriodInDays");
        if (typeof days !== "number" || days > facts.keyRotationDays)
          yield finding(resource, `rotates after ${days} days`);
      }
    }
    if ("adopt" in settings.storage) return;
    const audit = resources.find(
      (resource) => at(resource, "objectLockEnabled") === true && resource.type === "aws:s3/bucket:Bucket",
    );
    if (audit === undefined) {
      yield { resource: "audit", wrong: "has no bucket with an object lock" };
      return;
    }
    const lock = resources.find(
      (resource) => resource.type === lockConfiguration && at(resource, "bucket") === audit.id,
    );
    const mode = lock && at(lock, "rule.defaultRetention.mode");
    const days = lock && at(lock, "rule.defaultRetention.days");
    if (mode !== facts.auditLockMode) yield finding(audit, `is locked in mode ${mode}, not ${facts.auditLockMode}`);
    if (typeof days !== "number" || days < facts.auditLockDays) yield finding(audit, `is locked for ${days} days`);
  },
};
