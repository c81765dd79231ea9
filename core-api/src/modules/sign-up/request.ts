import { isTenantSlug } from "@bailiwick/contract/names";
import type { Product } from "@bailiwick/contract/product";
import { defaultRegionForPlan, planAllowsRegion, planById } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import { SignUpRefused } from "./refused.ts";

/** What an organisation asks for. The password arrives hashed: nobody past the HTTP layer sees it. */
export interface SignUpInput {
  readonly organisation: string;
  readonly slug: string;
  readonly plan: string;
  readonly region?: string | undefined;
  readonly owner: { readonly email: string; readonly name: string; readonly passwordHash: string };
}

/** A request whose region is settled. */
export interface SignUpRequest extends SignUpInput {
  readonly region: string;
}

/** Names that would read as something else: regions before the region-less host, and what belongs to the operator. */
const reserved = new Set([
  "admin",
  "api",
  "app",
  "auth",
  "edge",
  "internal",
  "login",
  "mail",
  "status",
  "support",
  "www",
]);

export interface SettleOptions {
  readonly product: Product;
  readonly registry: Registry;
  /** This region. */
  readonly here: string;
}

/**
 * Checks a request against the profile and settles its region: the one asked for, else this one where the plan allows it,
 * else the plan's default. Throws `SignUpRefused`; with `region` when another region has to do it.
 */
export const settleRequest = (input: SignUpInput, { product, registry, here }: SettleOptions): SignUpRequest => {
  const plan = planById(product, input.plan);
  if (plan === undefined) {
    throw new SignUpRefused("unknown-plan", `The plan must be one of ${Object.keys(product.plans).join(", ")}.`);
  }
  if (!isTenantSlug(input.slug) || isReserved(input.slug, product, registry)) {
    throw new SignUpRefused(
      "slug-not-allowed",
      "The slug must be 3 to 40 lower case letters, digits and hyphens, and not a reserved name.",
    );
  }
  const region =
    input.region ??
    (planAllowsRegion(product, input.plan, here) ? here : defaultRegionForPlan(product, input.plan)?.id);
  if (region === undefined || !planAllowsRegion(product, input.plan, region)) {
    throw new SignUpRefused("region-not-in-plan", "The plan does not include this region.");
  }
  if (region !== here)
    throw new SignUpRefused("other-region", "The tenant has to be created in its own region.", region);
  return { ...input, region };
};

const isReserved = (slug: string, product: Product, { regions }: Registry): boolean =>
  reserved.has(slug) || slug === product.id || regions.some(({ id }) => id === slug);
