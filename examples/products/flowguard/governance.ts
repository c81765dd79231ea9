import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product: it makes no promise about personal data in runs, so detection reports and does not block. */
export const pii: ProductInput["pii"] = {
  actions: {
    "credit-card": "redact",
    iban: "redact",
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

/** Not named by the product. */
export const governance: ProductInput["governance"] = {
  verdicts: ["allow", "deny", "redact"],
  sqlInjection: "warn",
  promptInjection: { input: "warn", output: "warn" },
  customPolicies: false,
  enforcedAt: ["model-call", "workflow-step"],
};
