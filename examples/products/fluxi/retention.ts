import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product, except where a number says so. */
export const retention: ProductInput["retention"] = {
  kinds: {
    audit: { minimum: "P1Y", plans: { starter: "P1Y", pro: "P1Y", business: "P1Y" } },
    runMetadata: { minimum: "P30D", plans: { starter: "P30D", pro: "P90D", business: "P90D" } },
    runPayload: { minimum: "P7D", plans: { starter: "P7D", pro: "P7D", business: "P30D" } },
    canonicalData: { minimum: "P1D", plans: { starter: "P90D", pro: "P90D", business: "P1Y" } },
    trash: { minimum: "P30D", plans: { starter: "P30D", pro: "P30D", business: "P30D" } },
  },
  canonicalDataClock: ["inactivity"],
  byLaw: { invoice: "P10Y" }, // 8.2: duties to keep invoices; ten years is the longest common in the EU, not named
  legalHold: true,
};

export const privacy: ProductInput["privacy"] = {
  accountDeletion: "P30D", // 8.2
  exportFormats: ["json"], // not named by the product
  // 8.4: the list and its notice; the entries are examples
  subProcessors: [
    { name: "Amazon Web Services", purpose: "Hosting in the EU", jurisdictions: ["eu"] },
    {
      name: "Example Mail Inc",
      purpose: "Delivery of notification e-mail",
      jurisdictions: ["us"],
      safeguard: "standard-contractual-clauses", // 8.4
    },
  ],
  subProcessorNotice: "P30D", // 8.4
};
