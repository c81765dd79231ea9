/** Everything a plan can include beyond the core. The licence and the plan gate these names and no others. */
export const entitlements = [
  "sso.oidc",
  "sso.saml",
  "scim",
  "roles.custom",
  "permissions.entity",
  "api-keys",
  "audit.export",
  "audit.webhook",
  "network.allowlist",
  "retention.custom",
  "legal-hold",
  "ai.own-endpoint",
  "approvals",
  "decision-point",
] as const;

export type Entitlement = (typeof entitlements)[number];
