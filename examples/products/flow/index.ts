import { defineProduct } from "@bailiwick/contract/product";
import { governance, pii } from "./governance.ts";
import { plans } from "./plans.ts";
import { privacy, retention } from "./retention.ts";
import { roles } from "./roles.ts";

/** Flow: data flows between business systems, on AWS in three jurisdictions. Numbers are promise ids. */
export default defineProduct({
  id: "flow",
  name: "Flow",
  domain: "flow.example",
  names: {
    regionEndpointHeader: "X-Flow-Region-Endpoint", // not named by the product
    sessionCookie: "__Host-flow_session", // not named by the product
    keyPrefix: "flow", // not named by the product
    telemetryVariable: "FLOW_TELEMETRY", // not named by the product
  },

  // 1.1: an independent deployment per region, everything inside its jurisdiction
  residency: { jurisdictions: ["us", "eu", "au"] },
  regions: [
    { id: "us-east-1", cloud: "aws", jurisdiction: "us", label: "United States", default: true },
    { id: "eu-west-1", cloud: "aws", jurisdiction: "eu", label: "European Union" },
    { id: "ap-southeast-2", cloud: "aws", jurisdiction: "au", label: "Asia-Pacific" },
  ],
  transfers: { tenantMayOptIn: true, safeguards: ["standard-contractual-clauses"] }, // 1.4; safeguard not named
  // 1.6: 35 days with point-in-time recovery; no copy leaves a region
  backups: { retention: "P35D", pointInTimeRecovery: true, offRegionCopies: [] },
  deployment: {
    // Only the vendor's cloud. 2.3: secrets in Secrets Manager
    modes: { saas: { modelEndpoint: "region", secretStores: ["aws-secrets-manager"], telemetry: "on" } },
    singleTenantRowSecurity: "required", // not named by the product
  },

  plans,
  defaultPlan: "starter", // not named by the product
  roles,
  ownerRole: "owner",
  leastRole: "viewer", // 4.5
  provisioningRole: "provisioning", // 4.5
  platformAdminRole: "platform-admin", // 4.13
  entityPermissions: [], // not named by the product

  passwords: { bcryptCost: 12, minLength: 12 }, // 4.1; length not named
  sessions: { idleSeconds: 12 * 3600, absoluteSeconds: 30 * 86_400, sameSite: "Lax" }, // 4.3
  mfa: { methods: ["totp"], recoveryCodes: 10 }, // 4.2; codes not named
  credentials: { methods: ["api-key"], apiKeyLifetime: "P1Y", rotationOverlapSeconds: 86_400 }, // not named by the product
  selfRegistration: true, // not named by the product

  transport: {
    tlsMinimum: "1.2", // 3.1
    plaintextInPrivateNetwork: true, // 3.1
    hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: true }, // 3.2
  },
  network: {
    allowlists: ["access"], // not named by the product
    publicPaths: ["/health", "/metrics", "/prometheus", "/.well-known/security.txt"], // 3.5
  },
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
    custody: { saas: "vendor-kms" }, // 6.1, 6.2
    rotationDays: 90, // 6.2
    cacheSeconds: 300, // not named by the product
    plaintextInDevelopment: false, // not named by the product
    sensitiveFields: [], // not named by the product
  },
  artifacts: { signedUrlSeconds: 900, redactedMarks: [] }, // not named by the product
  audit: {
    // 7.1 asks for every privileged action; the list is not named by the product
    categories: [
      "sign-in",
      "permission",
      "integration",
      "flow",
      "team",
      "sso",
      "scim-token",
      "billing",
      "data-access",
      "credential-use",
      "execution",
      "transfer", // 1.4
    ],
    personalIdentifiers: "sealed", // not named by the product
    exportFormats: ["csv", "ndjson"], // not named by the product
    writeOnceCopy: "P13M", // 7.3
  },
  retention,
  privacy,
  incidents: { noticeHours: 72, rootCauseHours: 24 }, // not named by the product

  pii,
  governance,
  evidence: { frameworks: ["soc-2", "iso-27001", "gdpr"] }, // not named by the product
  disclosure: {
    // 10.4; the addresses are not named by the product
    contact: ["mailto:security@flow.example"],
    policy: "https://flow.example/security/disclosure",
    preferredLanguages: ["en"],
  },
});
