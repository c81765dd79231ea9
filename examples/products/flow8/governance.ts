import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product, except that card numbers, national ids and medical fields are sensitive (6.4). */
export const pii: ProductInput["pii"] = {
  actions: {
    "credit-card": "redact",
    iban: "warn",
    aadhaar: "redact",
    pan: "redact",
    "us-ssn": "redact",
    email: "log",
    phone: "log",
    "date-of-birth": "log",
    nric: "redact",
    fin: "redact",
    uen: "log",
    passport: "redact",
    "booking-reference": "log",
  },
  paths: ["model-call", "workflow-step"],
};

export const governance: ProductInput["governance"] = {
  verdicts: ["allow", "deny", "redact", "require_approval"], // 9.4 needs the last; the others are not named
  sqlInjection: "block", // not named by the product
  promptInjection: { input: "warn", output: "warn" }, // not named by the product
  customPolicies: false, // not named by the product
  enforcedAt: ["model-call", "connector", "workflow-step"], // not named by the product
  approvals: { roles: ["admin"], expiresAfter: "P7D" }, // 9.4; roles and time not named
};
