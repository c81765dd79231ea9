import type { ProductInput } from "@bailiwick/contract/product";

/** The plans are not named by the product; what it promises without naming a plan is part of every one. */
export const plans: ProductInput["plans"] = {
  team: {
    label: "Team",
    regions: ["eu-central-1", "us-east-1"],
    placement: "shared",
    keys: "shared",
    modes: ["saas"],
    entitlements: [
      "api-keys", // 4.9
      "network.allowlist", // 3.4
      "permissions.entity", // 4.8
      "approvals", // 9.4
      "roles.custom", // 4.7
    ],
  },
  business: {
    label: "Business",
    regions: ["eu-central-1", "us-east-1"],
    placement: "shared",
    keys: "shared",
    modes: ["saas", "invpc"],
    entitlements: [
      "api-keys", // 4.9
      "network.allowlist", // 3.4
      "permissions.entity", // 4.8
      "approvals", // 9.4
      "roles.custom", // 4.7
      "audit.export",
      "retention.custom", // 7.7
      "legal-hold", // 7.7
    ],
  },
  enterprise: {
    label: "Enterprise",
    regions: ["eu-central-1", "us-east-1"],
    placement: "dedicated",
    keys: "tenant",
    modes: ["saas", "invpc", "selfhosted"], // 2.1
    entitlements: [
      "api-keys", // 4.9
      "network.allowlist", // 3.4
      "permissions.entity", // 4.8
      "approvals", // 9.4
      "roles.custom", // 4.7
      "audit.export",
      "retention.custom", // 7.7
      "legal-hold", // 7.7
    ],
  },
};
