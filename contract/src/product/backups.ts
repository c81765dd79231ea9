import * as z from "zod";
import { isoDuration } from "./iso-duration.ts";

const copy = z.strictObject({
  /** Region whose backups are copied. */
  from: z.string(),
  /** The cloud's name of the region that receives them; it need not be one that customers can choose. */
  to: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, { error: "must be the cloud's own name of a region" }),
  jurisdiction: z.string(),
});

/** Backups are always encrypted and stay in their region, unless a copy is listed. */
export const backups = z.strictObject({
  retention: isoDuration,
  pointInTimeRecovery: z.literal(true),
  offRegionCopies: z.array(copy),
});
