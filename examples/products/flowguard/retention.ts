import type { ProductInput } from "@bailiwick/contract/product";

export const retention: ProductInput["retention"] = {
  kinds: {
    // 7.7: 7 days, 90 days, a year, or what an Enterprise tenant chooses
    audit: {
      minimum: "P7D",
      plans: {
        free: "P7D",
        team: "P90D",
        business: "P1Y",
        enterprise: { default: "P1Y", minimum: "P7D", maximum: "P7Y" },
      },
    },
    // 8.1: run metadata 90 days or 13 months; which plan has which is not named by the product
    runMetadata: {
      minimum: "P90D",
      plans: { free: "P90D", team: "P90D", business: "P13M", enterprise: "P13M" },
    },
    // 8.1: payloads 7 days, up to 90
    runPayload: {
      minimum: "P7D",
      plans: {
        free: "P7D",
        team: { default: "P7D", minimum: "P7D", maximum: "P30D" },
        business: { default: "P7D", minimum: "P7D", maximum: "P90D" },
        enterprise: { default: "P7D", minimum: "P7D", maximum: "P90D" },
      },
    },
    // 8.1: a time to live for each entity; its bounds are not named by the product
    canonicalData: {
      minimum: "P1D",
      plans: {
        free: { default: "P90D", minimum: "P1D", maximum: "P90D" },
        team: { default: "P90D", minimum: "P1D", maximum: "P1Y" },
        business: { default: "P1Y", minimum: "P1D", maximum: "P3Y" },
        enterprise: { default: "P1Y", minimum: "P1D", maximum: "P7Y" },
      },
    },
    // 8.1: trash 30 days
    trash: { minimum: "P30D", plans: { free: "P30D", team: "P30D", business: "P30D", enterprise: "P30D" } },
  },
  canonicalDataClock: ["entity-age", "inactivity"], // 8.1
  byLaw: { invoice: "P7Y" }, // 8.1
  legalHold: true, // 8.1
};

export const privacy: ProductInput["privacy"] = {
  accountDeletion: "P30D", // not named by the product
  exportFormats: ["json"], // not named by the product
  // 8.4: the list and its notice; the entries are examples
  subProcessors: [
    { name: "Microsoft Azure", purpose: "Hosting in the tenant's region", jurisdictions: ["us", "eu", "uk", "au"] },
    {
      name: "Example Mail Ltd",
      purpose: "Delivery of notification e-mail",
      jurisdictions: ["ca"],
      safeguard: "standard-contractual-clauses",
    },
  ],
  subProcessorNotice: "P30D", // 8.4
};
