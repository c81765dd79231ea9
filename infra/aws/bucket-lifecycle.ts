import type { StampFacts } from "../config/stamp-facts.ts";

/** One rule, as S3 takes it. */
export interface LifecycleRule {
  readonly id: string;
  readonly status: "Enabled";
  /** Everything, unless a prefix says otherwise. */
  readonly filter: { readonly prefix: string };
  readonly expiration?: { readonly days?: number; readonly expiredObjectDeleteMarker?: boolean };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

const rule = (id: string, what: Omit<LifecycleRule, "id" | "status" | "filter">, prefix = ""): LifecycleRule => ({
  id,
  status: "Enabled",
  filter: { prefix },
  ...what,
});

/** An upload that was begun and never ended costs money and is shown by no listing. */
const abandoned = rule("abandoned-uploads", { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } });
/** A mark that hides nothing any more. */
const markers = rule("delete-markers", { expiration: { expiredObjectDeleteMarker: true } });

/**
 * Objects that the product itself keeps and removes, by each tenant's retention and holds: a rule of the bucket could not
 * know of those, so it ends only what was removed already, once the time for changing one's mind is over.
 */
export const productObjects = ({ trashDays }: { readonly trashDays: number }): readonly LifecycleRule[] => [
  rule("removed-versions", { noncurrentVersionExpiration: { noncurrentDays: trashDays } }),
  markers,
  abandoned,
];

/** The audit copy stays; the trail, whose files the product does not know, ends when both its lock and its time are over. */
export const auditObjects = (
  { auditLockDays, logRetentionDays }: Pick<StampFacts, "auditLockDays" | "logRetentionDays">,
  { trailPrefix }: { readonly trailPrefix: string },
): readonly LifecycleRule[] => {
  const days = Math.max(auditLockDays, logRetentionDays);
  return [
    rule("trail", { expiration: { days }, noncurrentVersionExpiration: { noncurrentDays: 1 } }, `${trailPrefix}/`),
    abandoned,
  ];
};

/** Logs end when their time is over. */
export const logObjects = ({ logRetentionDays }: Pick<StampFacts, "logRetentionDays">): readonly LifecycleRule[] => [
  rule("logs", { expiration: { days: logRetentionDays }, noncurrentVersionExpiration: { noncurrentDays: 1 } }),
  markers,
  abandoned,
];
