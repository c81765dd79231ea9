import * as z from "zod";

/** True when anyone may sign up an organisation; otherwise only the platform administrator creates one. */
export const selfRegistration = z.boolean();

/** An edition for one's own machine, without a licence. Absent: there is none. */
export const communityEdition = z
  .strictObject({
    /** Plan that its tenants are on. */
    plan: z.string(),
    selfRegistration: z.boolean(),
  })
  .optional();
