import * as z from "zod";
import { deploymentModes } from "./deployment.ts";
import { type Entitlement, entitlements } from "./entitlements.ts";
import { identifier } from "./identifier.ts";
import type { Product } from "./product.ts";
import type { ProductRegion } from "./regions.ts";

const plan = z.strictObject({
  label: z.string().min(1).max(60),
  /** Ids of the regions a tenant on this plan may choose. */
  regions: z.array(z.string()).min(1),
  /** `shared`: rows in the region's shared database behind row security. `dedicated`: a database of its own. */
  placement: z.enum(["shared", "dedicated"]),
  /** `tenant`: a key-encryption key of its own. `shared`: the plan tier's, with a data key for each tenant. */
  keys: z.enum(["shared", "tenant"]),
  /** Deployment modes in which the plan is sold. */
  modes: z.array(z.enum(deploymentModes)).min(1),
  entitlements: z.array(z.enum(entitlements)),
});

export const plans = z.record(identifier, plan);

export type Plan = Product["plans"][string];

/** The plan with this id, or `undefined`. Safe for ids that came from a client. */
export const planById = ({ plans: all }: Pick<Product, "plans">, id: string): Plan | undefined =>
  Object.hasOwn(all, id) ? all[id] : undefined;

/**
 * True when a tenant on `plan` may use what `entitlement` stands for. What no plan of the product names is sold to nobody in
 * particular, and is everybody's.
 */
export const planEntitles = ({ plans: all }: Pick<Product, "plans">, plan: string, entitlement: Entitlement): boolean =>
  planById({ plans: all }, plan)?.entitlements.includes(entitlement) === true ||
  Object.values(all).every(({ entitlements: named }) => !named.includes(entitlement));

/** The regions a tenant on `plan` may choose, in the product's order; none for a plan that does not exist. */
export const regionsForPlan = (product: Pick<Product, "plans" | "regions">, plan: string): readonly ProductRegion[] => {
  const allowed = planById(product, plan)?.regions ?? [];
  return product.regions.filter(({ id }) => allowed.includes(id));
};

/**
 * The region a tenant on `plan` gets without choosing: the product's default where the plan allows it, else the first
 * that the plan allows. `undefined` for a plan that does not exist.
 */
export const defaultRegionForPlan = (
  product: Pick<Product, "plans" | "regions">,
  plan: string,
): ProductRegion | undefined => {
  const allowed = regionsForPlan(product, plan);
  return allowed.find((region) => region.default) ?? allowed[0];
};

/** True when a tenant on `plan` may choose `region`. */
export const planAllowsRegion = (product: Pick<Product, "plans" | "regions">, plan: string, region: string): boolean =>
  regionsForPlan(product, plan).some(({ id }) => id === region);
