import type { ProductInput } from "@bailiwick/contract/product";

/** 9.1: thirteen types, each with its own action; which action a type starts with is not named by the product. */
export const pii: ProductInput["pii"] = {
  actions: {
    "credit-card": "block",
    iban: "redact",
    aadhaar: "block",
    pan: "redact",
    "us-ssn": "block",
    email: "redact",
    phone: "redact",
    "date-of-birth": "redact",
    nric: "redact",
    fin: "redact",
    uen: "warn",
    passport: "redact",
    "booking-reference": "log",
  },
  paths: ["model-call", "gateway", "mcp", "workflow-step"], // 9.1
};

export const governance: ProductInput["governance"] = {
  verdicts: ["allow", "deny", "redact", "require_approval"], // 9.3
  sqlInjection: "block", // 9.2; the action is not named
  promptInjection: { input: "block", output: "redact" }, // 9.2; the actions are not named
  customPolicies: true, // 9.2
  enforcedAt: ["model-call", "gateway", "mcp-tool", "connector", "workflow-step"], // 9.5
  approvals: { roles: ["owner", "admin", "reviewer"], expiresAfter: "P1D" }, // 9.4; roles and time not named
};
