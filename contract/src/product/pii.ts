import * as z from "zod";

/** What the detectors recognise. Numbers with a check digit are checked: Luhn, MOD-97, Verhoeff. */
export const piiTypes = [
  "credit-card",
  "iban",
  "aadhaar",
  "pan",
  "us-ssn",
  "email",
  "phone",
  "date-of-birth",
  "nric",
  "fin",
  "uen",
  "passport",
  "booking-reference",
] as const;

export type PiiType = (typeof piiTypes)[number];

/** From the strictest to the mildest. */
export const piiActions = ["block", "redact", "warn", "log"] as const;

export type PiiAction = (typeof piiActions)[number];

export const pii = z.strictObject({
  /** Action for each type until a tenant sets its own. */
  actions: z.record(z.enum(piiTypes), z.enum(piiActions)),
  /** Paths on which detection runs. */
  paths: z.array(z.enum(["model-call", "gateway", "mcp", "workflow-step"])).min(1),
});
