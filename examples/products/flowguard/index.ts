import { defineProduct } from "@bailiwick/contract/product";
import { governance, pii } from "./governance.ts";
import { plans } from "./plans.ts";
import { privacy, retention } from "./retention.ts";
import { roles } from "./roles.ts";

/** FlowGuard: test automation on Azure, four regions in four jurisdictions. Numbers are promise ids. */
export default defineProduct({
  id: "flowguard",
  name: "FlowGuard",
  domain: "flowguard.example",
  names: {
    regionEndpointHeader: "X-FlowGuard-Region-Endpoint", // 1.3
    sessionCookie: "__Host-flowguard_session", // not named by the product
    keyPrefix: "flowguard", // not named by the product
    telemetryVariable: "FLOWGUARD_TELEMETRY", // not named by the product
  },

  // 1.1: an independent deployment per region, everything inside its jurisdiction
  residency: { jurisdictions: ["us", "eu", "uk", "au"] },
  regions: [
    { id: "eastus", cloud: "azure", jurisdiction: "us", label: "United States", default: true },
    { id: "westeurope", cloud: "azure", jurisdiction: "eu", label: "European Union" },
    { id: "uksouth", cloud: "azure", jurisdiction: "uk", label: "United Kingdom" },
    { id: "australiaeast", cloud: "azure", jurisdiction: "au", label: "Australia" },
  ],
  transfers: { tenantMayOptIn: false, safeguards: ["standard-contractual-clauses"] }, // 1.2: a tenant stays; 8.4
  // 1.6: 35 days with point-in-time recovery; no copy leaves a region
  backups: { retention: "P35D", pointInTimeRecovery: true, offRegionCopies: [] },
  deployment: {
    // 2.1: all three modes
    modes: {
      saas: { modelEndpoint: "region", secretStores: ["azure-key-vault"], telemetry: "on" }, // 1.5
      invpc: { modelEndpoint: "customer", secretStores: ["azure-key-vault", "customer"], telemetry: "on" },
      selfhosted: { modelEndpoint: "customer", secretStores: ["azure-key-vault", "customer"], telemetry: "on" },
    },
    singleTenantRowSecurity: "required", // not named by the product
  },

  plans,
  defaultPlan: "free", // not named by the product
  roles,
  ownerRole: "owner",
  leastRole: "viewer", // 4.5
  provisioningRole: "scim", // 4.5
  platformAdminRole: "platform-admin", // 4.13
  entityPermissions: [], // not named by the product

  passwords: { bcryptCost: 12, minLength: 12 }, // not named by the product
  sessions: { idleSeconds: 8 * 3600, absoluteSeconds: 7 * 86_400, sameSite: "Lax" }, // not named by the product
  mfa: { methods: ["totp"], recoveryCodes: 10 }, // not named by the product
  credentials: {
    // not named by the product
    methods: ["api-key", "client-credentials"],
    apiKeyLifetime: "P1Y",
    rotationOverlapSeconds: 86_400,
  },
  selfRegistration: true, // not named by the product; 1.2 speaks of sign-up
  licensing: { requiredIn: ["invpc", "selfhosted"], warnBefore: ["P30D", "P14D", "P3D"] }, // 4.11; days not named

  transport: {
    tlsMinimum: "1.2", // 3.1
    plaintextInPrivateNetwork: true, // 3.1
    hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: true }, // not named by the product
  },
  network: { allowlists: ["access"], publicPaths: ["/health", "/.well-known/security.txt"] }, // not named by the product
  // not named by the product
  limits: {
    address: [{ name: "address", quota: 1200, windowSeconds: 60, burst: 200 }],
    authentication: [{ name: "authentication", quota: 10, windowSeconds: 60, burst: 5 }],
    sensitive: [{ name: "sensitive", quota: 60, windowSeconds: 60, burst: 20 }],
    tenant: [{ name: "tenant", quota: 6000, windowSeconds: 60, burst: 1000 }],
    user: [{ name: "user", quota: 600, windowSeconds: 60, burst: 100 }],
    integration: [{ name: "integration", quota: 600, windowSeconds: 60, burst: 60 }],
  },
  bodies: { defaultMaxBytes: 1024 * 1024 }, // not named by the product
  breakers: { scopes: ["tenant", "flow", "integration", "ai"], releaseBy: 1 }, // not named by the product

  keys: {
    custody: { saas: "vendor-kms", invpc: "customer-kms", selfhosted: "encryption-key" }, // 6.1, 6.2
    rotationDays: 90, // 6.2
    cacheSeconds: 300, // not named by the product
    plaintextInDevelopment: false, // not named by the product
    sensitiveFields: [], // not named by the product
  },
  artifacts: { signedUrlSeconds: 900, redactedMarks: ["mask"] }, // 6.6
  audit: {
    // 7.2
    categories: [
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
    ],
    personalIdentifiers: "sealed", // not named by the product
    exportFormats: ["csv", "ndjson"], // 7.4
  },
  retention,
  privacy,
  incidents: { noticeHours: 72, rootCauseHours: 24 }, // not named by the product

  pii,
  governance,
  evidence: { frameworks: ["soc-2", "iso-27001", "gdpr"] }, // not named by the product
  disclosure: {
    // not named by the product
    contact: ["mailto:security@flowguard.example"],
    policy: "https://flowguard.example/security/disclosure",
    preferredLanguages: ["en"],
  },
});
