import type { ProductInput } from "@bailiwick/contract/product";

/** Which plan has which of the named durations is not named by the product. */
export const retention: ProductInput["retention"] = {
  kinds: {
    // 7.7: at least a year, configurable above
    audit: {
      minimum: "P1Y",
      plans: {
        team: "P1Y",
        business: { default: "P1Y", minimum: "P1Y", maximum: "P3Y" },
        enterprise: { default: "P1Y", minimum: "P1Y", maximum: "P10Y" },
      },
    },
    // 8.1: run metadata 90 days or 13 months
    runMetadata: { minimum: "P90D", plans: { team: "P90D", business: "P13M", enterprise: "P13M" } },
    // 8.1: payloads 7 days, up to 90
    runPayload: {
      minimum: "P7D",
      plans: {
        team: { default: "P7D", minimum: "P7D", maximum: "P30D" },
        business: { default: "P7D", minimum: "P7D", maximum: "P90D" },
        enterprise: { default: "P7D", minimum: "P7D", maximum: "P90D" },
      },
    },
    // 8.1: a time to live for each entity, or after inactivity; the bounds are not named by the product
    canonicalData: {
      minimum: "P1D",
      plans: {
        team: { default: "P1Y", minimum: "P1D", maximum: "P1Y" },
        business: { default: "P1Y", minimum: "P1D", maximum: "P7Y" },
        enterprise: { default: "P1Y", minimum: "P1D", maximum: "P10Y" },
      },
    },
    // 8.1: trash 30 days
    trash: { minimum: "P30D", plans: { team: "P30D", business: "P30D", enterprise: "P30D" } },
  },
  canonicalDataClock: ["entity-age", "inactivity"], // 8.1
  byLaw: { invoice: "P7Y" }, // 8.1
  legalHold: true, // 7.7, 8.1
};

export const privacy: ProductInput["privacy"] = {
  accountDeletion: "P30D", // not named by the product
  exportFormats: ["json", "csv"], // 8.3; the formats are not named by the product
  // 8.4: the list and its notice; the entries are examples
  subProcessors: [
    { name: "Amazon Web Services", purpose: "Hosting in the tenant's region", jurisdictions: ["eu", "us"] },
    {
      name: "Example Support Ltd",
      purpose: "Support tickets",
      jurisdictions: ["uk"],
      safeguard: "adequacy-decision", // 8.4
    },
  ],
  subProcessorNotice: "P30D", // 8.4
};
