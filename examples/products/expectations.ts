import { type Product, permissionsOf, piiTypes, planAllowsRegion, retentionFor } from "@bailiwick/contract/product";

/** What a profile must say so that its product keeps a promise. */
export interface Expectation {
  /** Id of the promise. */
  readonly id: string;
  /** Letters of the products it binds. */
  readonly who: string;
  readonly what: string;
  readonly of: (product: Product) => unknown;
  readonly is: unknown;
}

const expect = <T>(
  id: string,
  who: string,
  what: string,
  of: (product: Product) => T,
  is: NoInfer<T>,
): Expectation => ({
  id,
  who,
  what,
  of,
  is,
});

const plansWith = ({ plans }: Product, entitlement: string): string[] =>
  Object.keys(plans).filter((id) => plans[id]?.entitlements.some((name) => name === entitlement));

/** `[true, false]`: sold, and not to everyone. */
const gated = (product: Product, entitlement: string): boolean[] => {
  const count = plansWith(product, entitlement).length;
  return [count > 0, count === Object.keys(product.plans).length];
};

const plansFor = (product: Product, region: string): string[] =>
  Object.keys(product.plans).filter((plan) => planAllowsRegion(product, plan, region));

const labels = ({ roles }: Product): string[] => Object.values(roles).map(({ label }) => label);

const rolesWith = (product: Product, permission: string): string[] =>
  Object.keys(product.roles).filter((id) => [...permissionsOf(product, [id])].some((one) => one === permission));

const durations = (
  product: Product,
  kind: Parameters<typeof retentionFor>[2],
  bound: "default" | "minimum" | "maximum",
): string[] => [...new Set(Object.keys(product.plans).map((plan) => retentionFor(product, plan, kind)[bound]))];

const secondFactors = ({ roles }: Product): Record<string, string> =>
  Object.fromEntries(
    Object.entries(roles).flatMap(([id, { mfa, reach }]) => (reach === "organisation" ? [[id, mfa]] : [])),
  );

const allFrameworks: Product["evidence"]["frameworks"] = [
  "soc-2",
  "iso-27001",
  "gdpr",
  "hipaa",
  "pci-dss",
  "rbi",
  "sebi",
  "eu-ai-act",
  "mas-feat",
  "ojk",
];

const operationalPaths = ["/health", "/metrics", "/prometheus", "/.well-known/security.txt"];

export const expectations: readonly Expectation[] = [
  expect("1.1", "G", "regions", ({ regions }) => regions.map(({ cloud, id }) => `${cloud} ${id}`), [
    "azure eastus",
    "azure westeurope",
    "azure uksouth",
    "azure australiaeast",
  ]),
  expect("1.1", "G", "default region", ({ regions }) => regions.find((one) => one.default)?.id, "eastus"),
  expect("1.1", "FA", "regions", ({ regions }) => regions.map(({ cloud, id }) => `${cloud} ${id}`), [
    "aws us-east-1",
    "aws eu-west-1",
    "aws ap-southeast-2",
  ]),
  expect("1.1", "X", "EU only", ({ residency }) => residency.jurisdictions, ["eu"]),
  expect("1.2", "G", "EU from Business", (product) => plansFor(product, "westeurope"), ["business", "enterprise"]),
  expect("1.2", "G", "UK from Enterprise", (product) => plansFor(product, "uksouth"), ["enterprise"]),
  expect("1.2", "G", "AU from Enterprise", (product) => plansFor(product, "australiaeast"), ["enterprise"]),
  expect("1.2", "G", "a tenant stays", ({ transfers }) => transfers.tenantMayOptIn, false),
  expect("1.2", "F", "EU from Scale", (product) => plansFor(product, "eu-west-1"), ["scale", "enterprise"]),
  expect("1.2", "F", "APAC from Scale", (product) => plansFor(product, "ap-southeast-2"), ["scale", "enterprise"]),
  expect("1.3", "G", "header", ({ names }) => names.regionEndpointHeader, "X-FlowGuard-Region-Endpoint"),
  expect("1.4", "F8", "a tenant may opt in", ({ transfers }) => transfers.tenantMayOptIn, true),
  expect("1.5", "G", "the region's endpoint", ({ deployment }) => deployment.modes.saas?.modelEndpoint, "region"),
  expect("1.5", "G", "own endpoint", (product) => plansWith(product, "ai.own-endpoint"), ["enterprise"]),
  expect("1.6", "FXG", "35 days", ({ backups }) => backups.retention, "P35D"),
  expect("1.6", "FXG", "point in time", ({ backups }) => backups.pointInTimeRecovery, true),
  expect(
    "1.6",
    "X",
    "copies in the EU",
    ({ backups }) => [...new Set(backups.offRegionCopies.map((copy) => copy.jurisdiction))],
    ["eu"],
  ),
  expect("1.6", "FG", "no copies", ({ backups }) => backups.offRegionCopies.length, 0),

  expect("2.1", "8GA", "modes", ({ deployment }) => Object.keys(deployment.modes), ["saas", "invpc", "selfhosted"]),
  expect("2.2", "A", "variable", ({ names }) => names.telemetryVariable, "AXONFLOW_TELEMETRY"),
  expect("2.2", "A", "model calls In-VPC", ({ deployment }) => deployment.modes.invpc?.modelEndpoint, "customer"),
  expect(
    "2.2",
    "A",
    "model calls self-hosted",
    ({ deployment }) => deployment.modes.selfhosted?.modelEndpoint,
    "customer",
  ),
  expect("2.3", "F", "secret store", ({ deployment }) => deployment.modes.saas?.secretStores, ["aws-secrets-manager"]),
  expect(
    "2.3",
    "A",
    "customer's own store",
    ({ deployment }) => deployment.modes.selfhosted?.secretStores.includes("customer"),
    true,
  ),
  expect("2.4", "A", "row boundary", ({ deployment }) => deployment.singleTenantRowSecurity, "optional"),

  expect("3.1", "F8XGA", "floor", ({ transport }) => transport.tlsMinimum, "1.2"),
  expect("3.1", "F8XGA", "private network", ({ transport }) => transport.plaintextInPrivateNetwork, true),
  expect("3.2", "FX", "preload", ({ transport }) => transport.hsts, {
    maxAgeSeconds: 63_072_000,
    includeSubDomains: true,
    preload: true,
  }),
  expect(
    "3.3",
    "8X",
    "calls an hour",
    ({ limits }) => limits.user.map(({ quota, windowSeconds }) => [quota, windowSeconds]),
    [[1000, 3600]],
  ),
  expect("3.3", "8X", "outbound", ({ limits }) => limits.integration.length > 0, true),
  expect("3.4", "8", "allowlists", ({ network }) => network.allowlists, ["access", "triggers"]),
  expect("3.4", "8", "for every plan", (product) => gated(product, "network.allowlist"), [true, true]),
  expect("3.5", "FA", "public paths", ({ network }) => network.publicPaths, operationalPaths),
  expect("3.5", "A", "community edition", ({ communityEdition }) => communityEdition?.selfRegistration, true),
  expect("3.6", "A", "scopes", ({ breakers }) => breakers.scopes, ["tenant", "flow", "integration", "ai"]),

  expect("4.1", "F8X", "bcrypt cost", ({ passwords }) => passwords.bcryptCost, 12),
  expect("4.2", "F", "who needs it", secondFactors, {
    owner: "required",
    admin: "required",
    editor: "optional",
    viewer: "optional",
  }),
  expect("4.2", "X", "who needs it", secondFactors, {
    owner: "required",
    admin: "required",
    member: "optional",
    viewer: "optional",
  }),
  expect("4.2", "FX", "TOTP", ({ mfa }) => mfa.methods, ["totp"]),
  expect("4.3", "F8A", "SameSite", ({ sessions }) => sessions.sameSite, "Lax"),
  expect("4.3", "F", "12 hours idle", ({ sessions }) => sessions.idleSeconds, 43_200),
  expect("4.3", "F", "30 days", ({ sessions }) => sessions.absoluteSeconds, 2_592_000),
  expect("4.3", "8", "one hour", ({ sessions }) => [sessions.idleSeconds, sessions.absoluteSeconds], [3600, 3600]),
  expect("4.4", "FGA", "OIDC by plan", (product) => gated(product, "sso.oidc"), [true, false]),
  expect("4.4", "FGA", "SAML by plan", (product) => gated(product, "sso.saml"), [true, false]),
  expect("4.5", "FGA", "least role", ({ roles, leastRole }) => roles[leastRole]?.label, "Viewer"),
  expect(
    "4.5",
    "FGA",
    "own identity",
    ({ roles, provisioningRole = "" }) => [roles[provisioningRole]?.service, roles[provisioningRole]?.reach],
    [true, "provisioning"],
  ),
  expect("4.5", "FGA", "sold", (product) => plansWith(product, "scim").length > 0, true),
  expect("4.7", "8", "roles", labels, ["Admin", "Flow Designer", "Executor", "Viewer"]),
  expect("4.7", "X", "roles", labels, ["owner", "admin", "member", "viewer"]),
  expect("4.7", "G", "roles", labels, ["Owner", "Admin", "Tester", "Viewer", "Agent", "Scim", "PlatformAdmin"]),
  expect("4.7", "F8XGA", "custom roles", (product) => gated(product, "roles.custom"), [true, true]),
  expect("4.8", "8", "resources", ({ entityPermissions }) => entityPermissions, ["flow", "data-scope", "integration"]),
  expect("4.9", "8A", "credentials", ({ credentials }) => credentials.methods, [
    "api-key",
    "basic",
    "client-credentials",
  ]),
  expect("4.11", "GA", "warned", ({ licensing }) => (licensing?.warnBefore.length ?? 0) > 0, true),
  expect("4.11", "GA", "export is gated", (product) => gated(product, "audit.export"), [true, false]),
  expect("4.12", "G", "service identities", ({ roles }) => Object.keys(roles).filter((id) => roles[id]?.service), [
    "agent",
    "scim",
  ]),
  expect("4.12", "G", "scope of an agent", ({ roles }) => roles.agent?.reach, "application"),
  expect("4.13", "FGA", "catalog only", ({ roles, platformAdminRole = "" }) => roles[platformAdminRole]?.permissions, [
    "tenant:read",
    "tenant:write",
  ]),

  expect(
    "5.3",
    "G",
    "placement",
    ({ plans }) => Object.keys(plans).filter((id) => plans[id]?.placement === "dedicated"),
    ["enterprise"],
  ),

  expect("6.1", "FGA", "key in the cloud", ({ keys }) => keys.custody.saas, "vendor-kms"),
  expect("6.2", "FG", "rotation", ({ keys }) => keys.rotationDays, 90),
  expect("6.2", "FG", "own key", ({ plans }) => Object.keys(plans).filter((id) => plans[id]?.keys === "tenant"), [
    "enterprise",
  ]),
  expect("6.3", "8A", "operator's key", ({ keys }) => keys.custody.selfhosted, "encryption-key"),
  expect("6.3", "8A", "development only", ({ keys }) => keys.plaintextInDevelopment, true),
  expect("6.4", "8", "sensitive", ({ keys }) => keys.sensitiveFields, ["national-id", "card-number", "medical"]),
  expect("6.6", "G", "15 minutes", ({ artifacts }) => artifacts.signedUrlSeconds, 900),
  expect("6.6", "G", "mark", ({ artifacts }) => artifacts.redactedMarks, ["mask"]),

  expect("7.2", "8G", "categories", ({ audit }) => audit.categories, [
    "sign-in",
    "permission",
    "integration",
    "flow",
    "team",
    "licence",
    "sso",
    "scim-token",
    "billing",
    "data-access",
    "credential-use",
    "execution",
    "transfer",
  ]),
  expect("7.3", "F", "13 months", ({ audit }) => audit.writeOnceCopy, "P13M"),
  expect("7.4", "G", "owners", (product) => rolesWith(product, "audit:read"), ["owner"]),
  expect("7.4", "G", "owners export", (product) => rolesWith(product, "audit:export"), ["owner"]),
  expect("7.4", "G", "formats", ({ audit }) => audit.exportFormats, ["csv", "ndjson"]),
  expect("7.5", "F", "webhook", (product) => plansWith(product, "audit.webhook"), ["enterprise"]),
  expect("7.6", "X", "identifiers", ({ audit }) => audit.personalIdentifiers, "sealed"),
  expect("7.7", "8", "at least a year", ({ retention }) => retention.kinds.audit.minimum, "P1Y"),
  expect("7.7", "F", "13 months", ({ retention }) => retention.kinds.audit.minimum, "P13M"),
  expect("7.7", "F", "to 7 years", (product) => durations(product, "audit", "maximum").at(-1), "P7Y"),
  expect("7.7", "G", "7 d, 90 d, 1 y", (product) => durations(product, "audit", "default"), ["P7D", "P90D", "P1Y"]),
  expect("7.7", "G", "custom", (product) => plansWith(product, "retention.custom"), ["enterprise"]),
  expect("7.7", "F8", "legal hold", ({ retention }) => retention.legalHold, true),

  expect("8.1", "F8G", "run metadata", (product) => durations(product, "runMetadata", "default"), ["P90D", "P13M"]),
  expect("8.1", "F8G", "payloads 7 days", (product) => durations(product, "runPayload", "default"), ["P7D"]),
  expect("8.1", "F8G", "up to 90", (product) => durations(product, "runPayload", "maximum").at(-1), "P90D"),
  expect("8.1", "F8G", "trash", (product) => durations(product, "trash", "default"), ["P30D"]),
  expect("8.1", "F8G", "invoices", ({ retention }) => retention.byLaw.invoice, "P7Y"),
  expect("8.1", "F8G", "canonical data", ({ retention }) => retention.canonicalDataClock, ["entity-age", "inactivity"]),
  expect("8.1", "F8G", "holds", ({ retention }) => retention.legalHold, true),
  expect("8.2", "X", "30 days", ({ privacy }) => privacy.accountDeletion, "P30D"),
  expect("8.2", "X", "invoices are kept", ({ retention }) => Object.keys(retention.byLaw), ["invoice"]),
  expect("8.3", "F8A", "structured", ({ privacy }) => privacy.exportFormats.includes("json"), true),
  expect("8.4", "8XG", "notice", ({ privacy }) => privacy.subProcessorNotice, "P30D"),
  expect("8.4", "8XG", "list", ({ privacy }) => privacy.subProcessors.length > 0, true),
  expect("8.4", "8XG", "safeguard", ({ transfers }) => transfers.safeguards, ["standard-contractual-clauses"]),
  expect("8.5", "8X", "hours", ({ incidents }) => incidents, { noticeHours: 72, rootCauseHours: 24 }),

  expect("9.1", "A", "types", ({ pii }) => Object.keys(pii.actions).toSorted(), [...piiTypes].toSorted()),
  expect("9.1", "A", "actions in use", ({ pii }) => [...new Set(Object.values(pii.actions))].toSorted(), [
    "block",
    "log",
    "redact",
    "warn",
  ]),
  expect("9.1", "A", "paths", ({ pii }) => pii.paths, ["model-call", "gateway", "mcp", "workflow-step"]),
  expect("9.2", "XA", "SQL", ({ governance }) => governance.sqlInjection, "block"),
  expect("9.2", "XA", "prompts", ({ governance }) => governance.promptInjection, { input: "block", output: "redact" }),
  expect("9.2", "XA", "custom checks", ({ governance }) => governance.customPolicies, true),
  expect("9.3", "A", "verdicts", ({ governance }) => governance.verdicts, [
    "allow",
    "deny",
    "redact",
    "require_approval",
  ]),
  expect(
    "9.4",
    "8A",
    "approvers",
    ({ governance, roles }) =>
      governance.approvals?.roles.every((id) => roles[id]?.permissions.includes("approval:decide")),
    true,
  ),
  expect("9.5", "A", "enforced at", ({ governance }) => governance.enforcedAt, [
    "model-call",
    "gateway",
    "mcp-tool",
    "connector",
    "workflow-step",
  ]),
  expect("9.5", "A", "callable", (product) => gated(product, "decision-point"), [true, true]),

  expect("10.2", "8A", "frameworks", ({ evidence }) => evidence.frameworks, allFrameworks),
  expect("10.4", "FA", "contact", ({ disclosure }) => disclosure.contact.length > 0, true),
];
