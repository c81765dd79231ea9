import type { ProductInput } from "@bailiwick/contract/product";

/** Which plan has which of the named durations is not named by the product. */
export const retention: ProductInput["retention"] = {
  kinds: {
    // 7.7: 13 months to 7 years
    audit: {
      minimum: "P13M",
      plans: {
        starter: "P13M",
        growth: "P13M",
        scale: { default: "P13M", minimum: "P13M", maximum: "P3Y" },
        enterprise: { default: "P13M", minimum: "P13M", maximum: "P7Y" },
      },
    },
    // 8.1: run metadata 90 days or 13 months
    runMetadata: {
      minimum: "P90D",
      plans: { starter: "P90D", growth: "P90D", scale: "P13M", enterprise: "P13M" },
    },
    // 8.1: payloads 7 days, up to 90
    runPayload: {
      minimum: "P7D",
      plans: {
        starter: "P7D",
        growth: { default: "P7D", minimum: "P7D", maximum: "P30D" },
        scale: { default: "P7D", minimum: "P7D", maximum: "P90D" },
        enterprise: { default: "P7D", minimum: "P7D", maximum: "P90D" },
      },
    },
    // 8.1: a time to live for each entity, or after inactivity; the bounds are not named by the product
    canonicalData: {
      minimum: "P1D",
      plans: {
        starter: { default: "P1Y", minimum: "P1D", maximum: "P1Y" },
        growth: { default: "P1Y", minimum: "P1D", maximum: "P3Y" },
        scale: { default: "P1Y", minimum: "P1D", maximum: "P7Y" },
        enterprise: { default: "P1Y", minimum: "P1D", maximum: "P10Y" },
      },
    },
    // 8.1: trash 30 days
    trash: { minimum: "P30D", plans: { starter: "P30D", growth: "P30D", scale: "P30D", enterprise: "P30D" } },
  },
  canonicalDataClock: ["entity-age", "inactivity"], // 8.1
  byLaw: { invoice: "P7Y" }, // 8.1
  legalHold: true, // 7.7, 8.1
};

export const privacy: ProductInput["privacy"] = {
  accountDeletion: "P30D", // not named by the product
  exportFormats: ["json", "csv"], // 8.3; the formats are not named by the product
  // not named by the product; the entries are examples
  subProcessors: [
    { name: "Amazon Web Services", purpose: "Hosting in the tenant's region", jurisdictions: ["us", "eu", "au"] },
  ],
  subProcessorNotice: "P30D", // not named by the product
};
