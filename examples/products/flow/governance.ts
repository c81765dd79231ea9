import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product: flows move customers' records on purpose, so detection only reports. */
export const pii: ProductInput["pii"] = {
  actions: {
    "credit-card": "warn",
    iban: "log",
    aadhaar: "warn",
    pan: "warn",
    "us-ssn": "warn",
    email: "log",
    phone: "log",
    "date-of-birth": "log",
    nric: "warn",
    fin: "warn",
    uen: "log",
    passport: "warn",
    "booking-reference": "log",
  },
  paths: ["model-call"],
};

/** Not named by the product. */
export const governance: ProductInput["governance"] = {
  verdicts: ["allow", "deny", "redact"],
  sqlInjection: "block",
  promptInjection: { input: "warn", output: "warn" },
  customPolicies: false,
  enforcedAt: ["model-call", "connector"],
};
