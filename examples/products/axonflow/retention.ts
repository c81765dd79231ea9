import type { ProductInput } from "@bailiwick/contract/product";

/** Not named by the product. Decisions (9.3) are kept with the audit log. */
export const retention: ProductInput["retention"] = {
  kinds: {
    audit: {
      minimum: "P90D",
      plans: {
        community: { default: "P1Y", minimum: "P90D", maximum: "P10Y" },
        professional: { default: "P1Y", minimum: "P1Y", maximum: "P3Y" },
        enterprise: { default: "P1Y", minimum: "P1Y", maximum: "P10Y" },
      },
    },
    runMetadata: { minimum: "P90D", plans: { community: "P90D", professional: "P90D", enterprise: "P13M" } },
    runPayload: {
      minimum: "P1D",
      plans: {
        community: { default: "P7D", minimum: "P1D", maximum: "P90D" },
        professional: { default: "P7D", minimum: "P1D", maximum: "P30D" },
        enterprise: { default: "P7D", minimum: "P1D", maximum: "P90D" },
      },
    },
    canonicalData: { minimum: "P1D", plans: { community: "P90D", professional: "P90D", enterprise: "P1Y" } },
    trash: { minimum: "P30D", plans: { community: "P30D", professional: "P30D", enterprise: "P30D" } },
  },
  canonicalDataClock: ["entity-age"],
  byLaw: {},
  legalHold: true,
};

export const privacy: ProductInput["privacy"] = {
  accountDeletion: "P30D", // not named by the product
  exportFormats: ["json"], // 8.3; the format is not named by the product
  // not named by the product; the entry is an example
  subProcessors: [
    { name: "Amazon Web Services", purpose: "Hosting in the tenant's region", jurisdictions: ["us", "eu", "au"] },
  ],
  subProcessorNotice: "P30D", // not named by the product
};
