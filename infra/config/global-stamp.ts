import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import * as z from "zod";
import { workerBundle } from "./front-schema.ts";
import type { StackName } from "./stack-name.ts";
import { text } from "./text.ts";

const hexId = (what: string) => text(/^[0-9a-f]{32}$/, `must be the 32 hexadecimal digits of a Cloudflare ${what}`);

/** Configuration of a product's region-less host, as it is written in a stack file under `bailiwick:stamp`. */
export const globalSchema = z.strictObject({
  mode: z.literal("saas").describe("As in the stack's name."),
  cloud: z.literal("cloudflare").describe("As in the stack's name."),
  region: z.literal("global").describe("As in the stack's name: it belongs to none."),
  product: z.string().min(1).describe("Path of the product profile, from the repository's root."),
  accountId: hexId("account").describe("The Cloudflare account."),
  zoneId: hexId("zone").describe("The zone of the product's domain. Its settings are this stack's."),
  worker: workerBundle.describe("The edge of the region-less host, by digest. A release changes nothing else."),
  pinKeys: z
    .record(z.string(), z.array(z.string()).min(1).max(2))
    .describe("Public keys of the regions' pin maps, by region; a region that is absent is not known."),
});

/** Everything the region-less host is made from, checked. */
export interface GlobalStamp {
  readonly stack: StackName;
  readonly settings: z.output<typeof globalSchema>;
  readonly product: Product;
  readonly registry: Registry;
}
