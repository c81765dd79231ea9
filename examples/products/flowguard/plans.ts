import type { ProductInput } from "@bailiwick/contract/product";

/** Regions: EU from Business, UK and AU from Enterprise (1.2). Names of plans below Business are not named by the product. */
export const plans: ProductInput["plans"] = {
  free: {
    label: "Free",
    regions: ["eastus"],
    placement: "shared", // 5.3
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: ["roles.custom", "api-keys"], // 4.7
  },
  team: {
    label: "Team",
    regions: ["eastus"],
    placement: "shared", // 5.3
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: ["roles.custom", "api-keys", "network.allowlist"],
  },
  business: {
    label: "Business",
    regions: ["eastus", "westeurope"], // 1.2
    placement: "shared", // 5.3
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: [
      "roles.custom",
      "api-keys",
      "network.allowlist",
      "sso.oidc", // 4.4
      "sso.saml", // 4.4
      "audit.export", // 7.4, 4.11
    ],
  },
  enterprise: {
    label: "Enterprise",
    regions: ["eastus", "westeurope", "uksouth", "australiaeast"], // 1.2
    placement: "dedicated", // 5.3
    keys: "tenant", // 6.2
    modes: ["saas", "invpc", "selfhosted"], // 2.1
    entitlements: [
      "roles.custom",
      "api-keys",
      "network.allowlist",
      "sso.oidc", // 4.4
      "sso.saml", // 4.4
      "scim", // 4.5
      "audit.export", // 7.4, 4.11
      "retention.custom", // 7.7
      "legal-hold", // 8.1
      "ai.own-endpoint", // 1.5
    ],
  },
};
