import type { ProductInput } from "@bailiwick/contract/product";

/** Plans beside the community edition (3.5) are not named by the product; no plan is bound to a region. */
export const plans: ProductInput["plans"] = {
  community: {
    label: "Community",
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"],
    placement: "shared",
    keys: "shared",
    modes: ["selfhosted"], // 3.5
    entitlements: [
      "api-keys", // 4.9
      "roles.custom", // 4.7
      "decision-point", // 9.5
      "approvals", // 9.4
    ],
  },
  professional: {
    label: "Professional",
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"],
    placement: "shared",
    keys: "shared",
    modes: ["saas"],
    entitlements: [
      "api-keys", // 4.9
      "roles.custom", // 4.7
      "decision-point", // 9.5
      "approvals", // 9.4
      "network.allowlist",
      "audit.export", // 4.11
      "sso.oidc", // 4.4
    ],
  },
  enterprise: {
    label: "Enterprise",
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"],
    placement: "dedicated",
    keys: "tenant",
    modes: ["saas", "invpc", "selfhosted"], // 2.1
    entitlements: [
      "api-keys", // 4.9
      "roles.custom", // 4.7
      "decision-point", // 9.5
      "approvals", // 9.4
      "network.allowlist",
      "audit.export", // 4.11
      "sso.oidc", // 4.4
      "sso.saml", // 4.4
      "scim", // 4.5
      "retention.custom",
      "legal-hold",
      "ai.own-endpoint",
    ],
  },
};
