import * as z from "zod";
import { planById } from "./plans.ts";
import type { Product } from "./product.ts";

/**
 * True when anyone may sign up an organisation, on any plan that is placed in the shared database: a dedicated one for
 * whoever asks would fill the region. With `plans`, on those plans, however they are placed. False when only the platform
 * administrator creates organisations.
 */
export const selfRegistration = z.union([z.boolean(), z.strictObject({ plans: z.array(z.string()).min(1) })]);

/** True when anyone may sign up an organisation on `plan`. */
export const maySelfRegister = (
  { plans, selfRegistration: open }: Pick<Product, "plans" | "selfRegistration">,
  plan: string,
): boolean =>
  typeof open === "boolean" ? open && planById({ plans }, plan)?.placement === "shared" : open.plans.includes(plan);

/** An edition for one's own machine, without a licence. Absent: there is none. */
export const communityEdition = z
  .strictObject({
    /** Plan that its tenants are on. */
    plan: z.string(),
    selfRegistration: z.boolean(),
  })
  .optional();
