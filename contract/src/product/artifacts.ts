import * as z from "zod";

/** Files a run produces, in private object storage. */
export const artifacts = z.strictObject({
  /** Life of a signed URL. */
  signedUrlSeconds: z.int().min(1).max(900),
  /** Marks on a region of a screenshot that is blacked out before it is stored. */
  redactedMarks: z.array(z.string().min(1).max(32)),
});
