import * as z from "zod";
import type { Product } from "./product.ts";

export const clouds = ["aws", "azure"] as const;

const region = z.strictObject({
  /** The cloud's own name of the region. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
    error: 'must be the cloud\'s own name of a region, such as "westeurope" or "eu-west-1"',
  }),
  cloud: z.enum(clouds),
  /** Legal area whose borders the region's data does not leave; one of `residency.jurisdictions`. */
  jurisdiction: z.string(),
  /** What the sign-up form shows. */
  label: z.string().min(1).max(60),
  /** True for the one region that a tenant gets without choosing. */
  default: z.boolean().default(false),
});

export const regions = z.array(region).min(1).max(64);

export type ProductRegion = Product["regions"][number];

/** The region a tenant gets without choosing. */
export const defaultRegion = ({ regions: all }: Pick<Product, "regions">): ProductRegion => {
  const found = all.find((candidate) => candidate.default);
  if (found === undefined) throw new RangeError("the product has no default region");
  return found;
};
