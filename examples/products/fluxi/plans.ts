import type { ProductInput } from "@bailiwick/contract/product";

/** The plans are not named by the product: no promise depends on one, and every plan may use both EU regions. */
export const plans: ProductInput["plans"] = {
  starter: {
    label: "Starter",
    regions: ["eu-central-1", "eu-west-1"], // 1.1
    placement: "shared",
    keys: "shared",
    modes: ["saas"],
    entitlements: ["roles.custom"], // 4.7
  },
  pro: {
    label: "Pro",
    regions: ["eu-central-1", "eu-west-1"], // 1.1
    placement: "shared",
    keys: "shared",
    modes: ["saas"],
    entitlements: ["roles.custom", "api-keys"], // 4.7
  },
  business: {
    label: "Business",
    regions: ["eu-central-1", "eu-west-1"], // 1.1
    placement: "shared",
    keys: "shared",
    modes: ["saas"],
    entitlements: ["roles.custom", "api-keys", "audit.export"], // 4.7
  },
};
