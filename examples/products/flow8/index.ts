import { auditCategories, defineProduct } from "@bailiwick/contract/product";
import { governance, pii } from "./governance.ts";
import { plans } from "./plans.ts";
import { privacy, retention } from "./retention.ts";
import { roles } from "./roles.ts";

/** flow8: business flows with AI steps, in the vendor's cloud or in the customer's hands. Numbers are promise ids. */
export default defineProduct({
  id: "flow8",
  name: "flow8",
  domain: "flow8.example",
  names: {
    regionEndpointHeader: "X-Flow8-Region-Endpoint", // not named by the product
    sessionCookie: "__Host-flow8_session", // not named by the product
    keyPrefix: "flow8", // not named by the product
    telemetryVariable: "FLOW8_TELEMETRY", // not named by the product
  },

  // not named by the product: one region in the EU, one in the US
  residency: { jurisdictions: ["eu", "us"] },
  regions: [
    { id: "eu-central-1", cloud: "aws", jurisdiction: "eu", label: "European Union", default: true },
    { id: "us-east-1", cloud: "aws", jurisdiction: "us", label: "United States" },
  ],
  transfers: { tenantMayOptIn: true, safeguards: ["standard-contractual-clauses"] }, // 1.4, 8.4
  backups: { retention: "P35D", pointInTimeRecovery: true, offRegionCopies: [] }, // not named by the product
  deployment: {
    // 2.1: all three modes; their details are not named by the product
    modes: {
      saas: { modelEndpoint: "region", secretStores: ["aws-secrets-manager"], telemetry: "on" },
      invpc: { modelEndpoint: "customer", secretStores: ["aws-secrets-manager", "customer"], telemetry: "on" },
      selfhosted: { modelEndpoint: "customer", secretStores: ["customer"], telemetry: "on" },
    },
    singleTenantRowSecurity: "required", // not named by the product
  },

  plans,
  defaultPlan: "team", // not named by the product
  roles,
  ownerRole: "admin", // 4.7: the highest of the four
  leastRole: "viewer", // 4.7
  entityPermissions: ["flow", "data-scope", "integration"], // 4.8

  passwords: { bcryptCost: 12, minLength: 12 }, // 4.1; length not named
  sessions: { idleSeconds: 3600, absoluteSeconds: 3600, sameSite: "Lax" }, // 4.3: ends after an hour, idle or not
  mfa: { methods: ["totp"], recoveryCodes: 10 }, // not named by the product
  credentials: {
    methods: ["api-key", "basic", "client-credentials"], // 4.9
    apiKeyLifetime: "P1Y", // not named by the product
    rotationOverlapSeconds: 86_400, // not named by the product
  },
  selfRegistration: true, // not named by the product

  transport: {
    tlsMinimum: "1.2", // 3.1
    plaintextInPrivateNetwork: true, // 3.1
    hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: true }, // not named by the product
  },
  network: {
    allowlists: ["access", "triggers"], // 3.4
    publicPaths: ["/health", "/.well-known/security.txt"], // not named by the product
  },
  // 3.3: 1,000 calls an hour per user; the other numbers are not named by the product
  limits: {
    address: [{ name: "address", quota: 600, windowSeconds: 60, burst: 120 }],
    authentication: [{ name: "authentication", quota: 5, windowSeconds: 60, burst: 5 }],
    sensitive: [{ name: "sensitive", quota: 10, windowSeconds: 60, burst: 10 }],
    tenant: [{ name: "tenant", quota: 20_000, windowSeconds: 3600, burst: 1000 }],
    user: [{ name: "user", quota: 1000, windowSeconds: 3600, burst: 100 }],
    integration: [{ name: "integration", quota: 300, windowSeconds: 60, burst: 30 }],
  },
  bodies: { defaultMaxBytes: 1024 * 1024 }, // not named by the product
  breakers: { scopes: ["tenant", "flow", "integration", "ai"], releaseBy: 1 }, // not named by the product

  keys: {
    // 6.3: secretbox under ENCRYPTION_KEY where the customer hosts it; the rest is not named by the product
    custody: { saas: "vendor-kms", invpc: "customer-kms", selfhosted: "encryption-key" },
    rotationDays: 90, // not named by the product
    cacheSeconds: 300, // not named by the product
    plaintextInDevelopment: true, // 6.3
    sensitiveFields: ["national-id", "card-number", "medical"], // 6.4
  },
  artifacts: { signedUrlSeconds: 900, redactedMarks: [] }, // not named by the product
  audit: {
    categories: auditCategories, // 7.2: all of them
    personalIdentifiers: "sealed", // not named by the product
    exportFormats: ["csv", "ndjson"], // not named by the product
  },
  retention,
  privacy,
  incidents: { noticeHours: 72, rootCauseHours: 24 }, // 8.5

  pii,
  governance,
  // 10.2
  evidence: {
    frameworks: ["soc-2", "iso-27001", "gdpr", "hipaa", "pci-dss", "rbi", "sebi", "eu-ai-act", "mas-feat", "ojk"],
  },
  disclosure: {
    // not named by the product
    contact: ["mailto:security@flow8.example"],
    policy: "https://flow8.example/security/disclosure",
    preferredLanguages: ["en"],
  },
});
