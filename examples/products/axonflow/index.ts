import { defineProduct } from "@bailiwick/contract/product";
import { governance, pii } from "./governance.ts";
import { plans } from "./plans.ts";
import { privacy, retention } from "./retention.ts";
import { roles } from "./roles.ts";

/** AxonFlow: governance of AI agents, mostly inside the customer's boundary. Numbers are promise ids. */
export default defineProduct({
  id: "axonflow",
  name: "AxonFlow",
  domain: "axonflow.example",
  names: {
    regionEndpointHeader: "X-AxonFlow-Region-Endpoint", // not named by the product
    sessionCookie: "axonflow_session", // 4.3: existing clients know this name
    keyPrefix: "axonflow", // not named by the product
    telemetryVariable: "AXONFLOW_TELEMETRY", // 2.2
  },

  // 1.1: an independent deployment per region, everything inside its jurisdiction
  residency: { jurisdictions: ["us", "eu", "au"] },
  regions: [
    { id: "us-east-1", cloud: "aws", jurisdiction: "us", label: "United States", default: true },
    { id: "eu-west-1", cloud: "aws", jurisdiction: "eu", label: "European Union" },
    { id: "ap-southeast-2", cloud: "aws", jurisdiction: "au", label: "Asia-Pacific" },
  ],
  transfers: { tenantMayOptIn: false, safeguards: [] }, // not named by the product
  backups: { retention: "P35D", pointInTimeRecovery: true, offRegionCopies: [] }, // not named by the product
  deployment: {
    // 2.1: all three modes; 2.2: model calls stay in the customer's boundary; 2.3: the customer's secret store
    modes: {
      saas: { modelEndpoint: "region", secretStores: ["aws-secrets-manager"], telemetry: "on" },
      invpc: { modelEndpoint: "customer", secretStores: ["aws-secrets-manager", "customer"], telemetry: "on" },
      selfhosted: { modelEndpoint: "customer", secretStores: ["aws-secrets-manager", "customer"], telemetry: "on" },
    },
    singleTenantRowSecurity: "optional", // 2.4
  },

  plans,
  defaultPlan: "professional", // not named by the product
  roles,
  ownerRole: "owner", // not named by the product
  leastRole: "viewer", // 4.5
  provisioningRole: "scim", // 4.5
  platformAdminRole: "platform-admin", // 4.13
  entityPermissions: [], // not named by the product

  passwords: { bcryptCost: 12, minLength: 12 }, // not named by the product
  sessions: { idleSeconds: 3600, absoluteSeconds: 12 * 3600, sameSite: "Lax" }, // 4.3; the times are not named
  mfa: { methods: ["totp"], recoveryCodes: 10 }, // not named by the product
  credentials: {
    methods: ["api-key", "basic", "client-credentials"], // 4.9
    apiKeyLifetime: "P1Y", // not named by the product
    rotationOverlapSeconds: 86_400, // not named by the product
  },
  selfRegistration: false, // 3.5: only the community edition may
  communityEdition: { plan: "community", selfRegistration: true }, // 3.5
  // 4.11; a self-hosted install starts without a licence as the community edition. The days are not named
  licensing: { requiredIn: ["invpc"], warnBefore: ["P30D", "P14D", "P3D"] },

  transport: {
    tlsMinimum: "1.2", // 3.1
    plaintextInPrivateNetwork: true, // 3.1
    hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: true }, // not named by the product
  },
  network: {
    allowlists: ["access"], // not named by the product
    publicPaths: ["/health", "/metrics", "/prometheus", "/.well-known/security.txt"], // 3.5
  },
  // not named by the product; an agent calls far more often than a person
  limits: {
    address: [{ name: "address", quota: 3000, windowSeconds: 60, burst: 500 }],
    authentication: [{ name: "authentication", quota: 5, windowSeconds: 60, burst: 5 }],
    sensitive: [{ name: "sensitive", quota: 60, windowSeconds: 60, burst: 20 }],
    tenant: [{ name: "tenant", quota: 12_000, windowSeconds: 60, burst: 2000 }],
    user: [{ name: "user", quota: 1200, windowSeconds: 60, burst: 200 }],
    integration: [{ name: "integration", quota: 600, windowSeconds: 60, burst: 60 }],
  },
  bodies: { defaultMaxBytes: 4 * 1024 * 1024 }, // not named by the product; prompts carry documents
  breakers: { scopes: ["tenant", "flow", "integration", "ai"], releaseBy: 2 }, // 3.6; two people is not named

  keys: {
    // 6.1; 6.3: secretbox under ENCRYPTION_KEY where the customer hosts it
    custody: { saas: "vendor-kms", invpc: "customer-kms", selfhosted: "encryption-key" },
    rotationDays: 90, // not named by the product
    cacheSeconds: 300, // not named by the product
    plaintextInDevelopment: true, // 6.3
    sensitiveFields: [], // not named by the product
  },
  artifacts: { signedUrlSeconds: 900, redactedMarks: [] }, // not named by the product
  audit: {
    // not named by the product
    categories: [
      "sign-in",
      "permission",
      "integration",
      "flow",
      "team",
      "licence",
      "sso",
      "scim-token", // 4.5
      "data-access",
      "credential-use",
      "execution",
    ],
    personalIdentifiers: "sealed", // not named by the product
    exportFormats: ["csv", "ndjson"], // not named by the product
  },
  retention,
  privacy,
  incidents: { noticeHours: 72, rootCauseHours: 24 }, // not named by the product

  pii,
  governance,
  // 10.2
  evidence: {
    frameworks: ["soc-2", "iso-27001", "gdpr", "hipaa", "pci-dss", "rbi", "sebi", "eu-ai-act", "mas-feat", "ojk"],
  },
  disclosure: {
    // 10.4; the addresses are not named by the product
    contact: ["mailto:security@axonflow.example"],
    policy: "https://axonflow.example/security/disclosure",
    preferredLanguages: ["en"],
  },
});
