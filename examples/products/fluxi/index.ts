import { defineProduct } from "@bailiwick/contract/product";
import { governance, pii } from "./governance.ts";
import { plans } from "./plans.ts";
import { privacy, retention } from "./retention.ts";
import { roles } from "./roles.ts";

/** Fluxi: workflow automation that keeps everything in the European Union. Numbers are promise ids. */
export default defineProduct({
  id: "fluxi",
  name: "Fluxi",
  domain: "fluxi.example",
  names: {
    regionEndpointHeader: "X-Fluxi-Region-Endpoint", // not named by the product
    sessionCookie: "__Host-fluxi_session", // not named by the product
    keyPrefix: "fluxi", // not named by the product
    telemetryVariable: "FLUXI_TELEMETRY", // not named by the product
  },

  // 1.1: EU only; which regions of the EU is not named by the product
  residency: { jurisdictions: ["eu"] },
  regions: [
    { id: "eu-central-1", cloud: "aws", jurisdiction: "eu", label: "EU (Frankfurt)", default: true },
    { id: "eu-west-1", cloud: "aws", jurisdiction: "eu", label: "EU (Ireland)" },
  ],
  transfers: { tenantMayOptIn: false, safeguards: ["standard-contractual-clauses"] }, // 8.4
  backups: {
    retention: "P35D", // 1.6
    pointInTimeRecovery: true, // 1.6
    // 1.6: allowed inside the EU; that the two regions keep each other's copy is not named by the product
    offRegionCopies: [
      { from: "eu-central-1", to: "eu-west-1", jurisdiction: "eu" },
      { from: "eu-west-1", to: "eu-central-1", jurisdiction: "eu" },
    ],
  },
  deployment: {
    // Only the vendor's cloud; details not named by the product
    modes: { saas: { modelEndpoint: "region", secretStores: ["aws-secrets-manager"], telemetry: "on" } },
    singleTenantRowSecurity: "required",
  },

  plans,
  defaultPlan: "starter", // not named by the product
  roles,
  ownerRole: "owner", // 4.7
  leastRole: "viewer", // 4.7
  entityPermissions: [], // not named by the product

  passwords: { bcryptCost: 12, minLength: 12 }, // 4.1; length not named
  sessions: { idleSeconds: 8 * 3600, absoluteSeconds: 14 * 86_400, sameSite: "Lax" }, // not named by the product
  mfa: { methods: ["totp"], recoveryCodes: 10 }, // 4.2; codes not named
  credentials: { methods: ["api-key"], apiKeyLifetime: "P1Y", rotationOverlapSeconds: 86_400 }, // not named by the product
  selfRegistration: true, // not named by the product

  transport: {
    tlsMinimum: "1.2", // 3.1
    plaintextInPrivateNetwork: true, // 3.1
    hsts: { maxAgeSeconds: 63_072_000, includeSubDomains: true, preload: true }, // 3.2
  },
  network: { allowlists: [], publicPaths: ["/health", "/.well-known/security.txt"] }, // not named by the product
  // 3.3: 1,000 calls an hour per user; 9.2: sensitive AI actions are limited. The other numbers are not named
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
    // not named by the product
    custody: { saas: "vendor-kms" },
    rotationDays: 90,
    cacheSeconds: 300,
    plaintextInDevelopment: false,
    sensitiveFields: [],
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
      "billing",
      "data-access",
      "credential-use",
      "execution",
    ],
    personalIdentifiers: "sealed", // 7.6
    exportFormats: ["csv", "ndjson"], // not named by the product
  },
  retention,
  privacy,
  incidents: { noticeHours: 72, rootCauseHours: 24 }, // 8.5

  pii,
  governance,
  evidence: { frameworks: ["gdpr", "iso-27001", "eu-ai-act"] }, // not named by the product
  disclosure: {
    // not named by the product
    contact: ["mailto:security@fluxi.example"],
    policy: "https://fluxi.example/security/disclosure",
    preferredLanguages: ["en"],
  },
});
