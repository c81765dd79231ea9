import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product: what goes to a model is cleaned of what identifies a person by number. */
export const pii: ProductInput["pii"] = {
  actions: {
    "credit-card": "redact",
    iban: "redact",
    aadhaar: "redact",
    pan: "redact",
    "us-ssn": "redact",
    email: "warn",
    phone: "warn",
    "date-of-birth": "warn",
    nric: "redact",
    fin: "redact",
    uen: "log",
    passport: "redact",
    "booking-reference": "log",
  },
  paths: ["model-call"],
};

export const governance: ProductInput["governance"] = {
  verdicts: ["allow", "deny", "redact"], // not named by the product
  sqlInjection: "block", // 9.2; the action is not named
  promptInjection: { input: "block", output: "redact" }, // 9.2; the actions are not named
  customPolicies: true, // 9.2
  enforcedAt: ["model-call", "workflow-step"], // not named by the product
};
