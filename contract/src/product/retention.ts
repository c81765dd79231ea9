import * as z from "zod";
import { identifier } from "./identifier.ts";
import { type IsoDuration, isoDuration } from "./iso-duration.ts";
import { planById } from "./plans.ts";
import type { Product } from "./product.ts";

/** One plan's rule for one kind of data. A single duration stands for a fixed one. */
const planRetention = z.union([
  isoDuration.transform((fixed) => ({ default: fixed, minimum: fixed, maximum: fixed })),
  z.strictObject({
    /** What a tenant gets without choosing. */
    default: isoDuration,
    /** Least and most that a tenant may choose. */
    minimum: isoDuration,
    maximum: isoDuration,
  }),
]);

const kind = z.strictObject({
  /** No plan and no tenant goes below this. */
  minimum: isoDuration,
  /** By plan, every plan of the product. */
  plans: z.record(identifier, planRetention),
});

export const retentionKinds = ["audit", "runMetadata", "runPayload", "canonicalData", "trash"] as const;

export type RetentionKind = (typeof retentionKinds)[number];

/** How long each kind of data is kept. A legal hold suspends every end. */
export const retention = z.strictObject({
  kinds: z.strictObject({ audit: kind, runMetadata: kind, runPayload: kind, canonicalData: kind, trash: kind }),
  /** What starts the clock of canonical data: an entity's age, or the time since it was last used. */
  canonicalDataClock: z.array(z.enum(["entity-age", "inactivity"])).min(1),
  /** Records that a law wants longer, by what they are; a flow that handles them may be set to this. */
  byLaw: z.record(identifier, isoDuration),
  legalHold: z.boolean(),
});

export interface RetentionRule {
  readonly default: IsoDuration;
  readonly minimum: IsoDuration;
  readonly maximum: IsoDuration;
}

/** How long data of `kind` is kept for a tenant on `plan`. Throws `RangeError` for a plan that does not exist. */
export const retentionFor = (
  product: Pick<Product, "plans" | "retention">,
  plan: string,
  dataKind: RetentionKind,
): RetentionRule => {
  const rule = planById(product, plan) && product.retention.kinds[dataKind].plans[plan];
  if (rule === undefined) throw new RangeError(`the product has no plan ${JSON.stringify(plan)}`);
  return rule;
};
