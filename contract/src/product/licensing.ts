import * as z from "zod";
import { deploymentModes } from "./deployment.ts";
import { isoDuration } from "./iso-duration.ts";

/** Ed25519-signed licences that verify offline. Absent: the product runs without. */
export const licensing = z
  .strictObject({
    /** Modes in which a process refuses to start without a valid licence. */
    requiredIn: z.array(z.enum(deploymentModes)),
    /** Owners are warned when so much is left, longest first. */
    warnBefore: z.array(isoDuration).min(1),
  })
  .optional();
