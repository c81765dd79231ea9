import { examplePinKeys } from "./example-pin-keys.ts";
import type { ExampleStack } from "./example-stack.ts";
import type { globalSchema } from "./global-stamp.ts";

/** The region-less host of a product with two regions. Account, zone and keys belong to nobody. */
export const exampleGlobal: ExampleStack<typeof globalSchema> = {
  stack: "saas.cloudflare.global.flow",
  about: "the product's region-less host, which only lists the regions and answers 421.",
  settings: {
    mode: "saas",
    cloud: "cloudflare",
    region: "global",
    product: "examples/products/flow/index.ts",
    accountId: "0123456789abcdef0123456789abcdef",
    zoneId: "fedcba9876543210fedcba9876543210",
    worker: { path: "edge/dist/global.js", sha256: "e".repeat(64), reviewed: "2026-11-01" },
    pinKeys: { "us-east-1": [...examplePinKeys["us-east-1"]], "eu-west-1": [...examplePinKeys["eu-west-1"]] },
  },
};
