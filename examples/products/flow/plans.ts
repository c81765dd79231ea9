import type { ProductInput } from "@bailiwick/contract/product";

/** Regions: EU and Asia-Pacific from Scale (1.2). The other plans and what each includes are not named by the product. */
export const plans: ProductInput["plans"] = {
  starter: {
    label: "Starter",
    regions: ["us-east-1"],
    placement: "shared",
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: ["api-keys", "roles.custom"], // 4.7
  },
  growth: {
    label: "Growth",
    regions: ["us-east-1"],
    placement: "shared",
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: ["api-keys", "roles.custom", "audit.export"],
  },
  scale: {
    label: "Scale",
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"], // 1.2
    placement: "shared",
    keys: "shared", // 6.2
    modes: ["saas"],
    entitlements: [
      "api-keys",
      "roles.custom",
      "audit.export",
      "network.allowlist",
      "sso.oidc", // 4.4
      "sso.saml", // 4.4
      "legal-hold", // 7.7
    ],
  },
  enterprise: {
    label: "Enterprise",
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"], // 1.2
    placement: "dedicated", // not named by the product
    keys: "tenant", // 6.2
    modes: ["saas"],
    entitlements: [
      "api-keys",
      "roles.custom",
      "audit.export",
      "audit.webhook", // 7.5
      "network.allowlist",
      "sso.oidc", // 4.4
      "sso.saml", // 4.4
      "scim", // 4.5
      "legal-hold", // 7.7
      "retention.custom", // 7.7
    ],
  },
};
