import * as z from "zod";
import { isoDuration } from "./iso-duration.ts";

/** What the log records, by category. */
export const auditCategories = [
  "sign-in",
  "permission",
  "integration",
  "flow",
  "team",
  "licence",
  "sso",
  "scim-token",
  "billing",
  "data-access",
  "credential-use",
  "execution",
  "transfer",
] as const;

export const audit = z.strictObject({
  categories: z.array(z.enum(auditCategories)).min(1),
  /** `sealed`: names, addresses and user agents are ciphertext in the trail and readable only to those who may. */
  personalIdentifiers: z.enum(["sealed", "clear"]),
  exportFormats: z.array(z.enum(["csv", "ndjson"])).min(1),
  /** Least time the write-once copy is kept. Absent: as long as the plan keeps the log. */
  writeOnceCopy: isoDuration.optional(),
});
