import * as z from "zod";
import { identifier } from "./identifier.ts";

/** Ways to make a transfer out of a jurisdiction lawful (GDPR chapter V). */
export const safeguards = ["adequacy-decision", "standard-contractual-clauses", "binding-corporate-rules"] as const;

export const residency = z.strictObject({
  /** Every legal area in which the product may keep a customer's data. A region outside them is refused. */
  jurisdictions: z.array(identifier).min(1),
});

/** Movement of a tenant's data between regions. Off unless a tenant opts in; each transfer is an audit record. */
export const transfers = z.strictObject({
  tenantMayOptIn: z.boolean(),
  /** What makes a transfer into another jurisdiction lawful; named to the tenant that opts in. */
  safeguards: z.array(z.enum(safeguards)),
});
