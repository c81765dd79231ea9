import { longestDays, type Product, parseIsoDuration } from "@bailiwick/contract/product";
import type { AwsStampSettings } from "./aws-schema.ts";
import type { StampFacts } from "./stamp-facts.ts";

/** Most that Aurora and RDS keep, and what every profile of ours promises. */
export const backupDays = 35;
/** Least age at which KMS rotates by itself. */
export const leastRotationDays = 90;
const leastLogDays = 90;

/** Retention that CloudWatch Logs accepts (PutRetentionPolicy), in days. */
export const logRetentions: readonly number[] = [
  90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days that last as long as an ISO 8601 duration from any date on. */
export const daysOf = (duration: string): number => {
  const parts = parseIsoDuration(duration);
  if (parts === undefined) throw new RangeError(`${JSON.stringify(duration)} is not an ISO 8601 duration`);
  return longestDays(parts.months) + Math.ceil(parts.seconds / 86_400);
};

/** Days for which the profile wants a written audit object locked. */
export const profileLockDays = ({ audit, retention }: Pick<Product, "audit" | "retention">): number =>
  daysOf(audit.writeOnceCopy ?? retention.kinds.audit.minimum);

/** What the stamp promises: the profile's word, or the stack file's where that is stricter. */
export const stampFacts = (
  product: Product,
  { region, stricter, auditLock }: Pick<AwsStampSettings, "region" | "stricter" | "auditLock">,
): StampFacts => ({
  backupDays,
  keyRotationDays: Math.min(stricter.keyRotationDays ?? product.keys.rotationDays, product.keys.rotationDays),
  auditLockDays: Math.max(stricter.auditLockDays ?? 0, profileLockDays(product)),
  auditLockMode: auditLock === "compliance" ? "COMPLIANCE" : "GOVERNANCE",
  logRetentionDays: stricter.logRetentionDays ?? leastLogDays,
  tlsMinimum: stricter.tlsMinimum ?? product.transport.tlsMinimum,
  backupCopyRegion: product.backups.offRegionCopies.find(({ from }) => from === region)?.to,
});
