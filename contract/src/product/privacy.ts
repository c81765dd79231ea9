import * as z from "zod";
import { isoDuration } from "./iso-duration.ts";
import { safeguards } from "./residency.ts";

const subProcessor = z.strictObject({
  name: z.string().min(1).max(120),
  purpose: z.string().min(1).max(200),
  /** Legal areas in which it handles customers' data. */
  jurisdictions: z.array(z.string()).min(1),
  /** What makes a transfer lawful where an area is not one of the product's. */
  safeguard: z.enum(safeguards).optional(),
});

export const privacy = z.strictObject({
  /** Data of a deleted account is gone after at most this time; what a law wants longer is kept, see `retention`. */
  accountDeletion: isoDuration,
  /** Formats of the access and portability export. */
  exportFormats: z.array(z.enum(["json", "csv"])).min(1),
  subProcessors: z.array(subProcessor),
  /** Customers hear of a change of the list this long before it. */
  subProcessorNotice: isoDuration,
});

/** Deadlines after an incident that touches customers, in hours since it was found. */
export const incidents = z.strictObject({
  noticeHours: z.int().min(1).max(72),
  rootCauseHours: z.int().min(1).max(720),
});
