import { Config, getStack } from "@pulumi/pulumi";
import type { GlobalStamp } from "./global-stamp.ts";
import { importProduct } from "./import-product.ts";
import { parseGlobal } from "./parse-global.ts";
import { parseStamp } from "./parse-stamp.ts";
import type { StackSource } from "./read-stack.ts";
import type { AwsStamp } from "./stamp-facts.ts";

/** What a stack is made from: a region's stamp, or a product's region-less host. */
export type LoadedStack =
  | { readonly kind: "stamp"; readonly stamp: AwsStamp }
  | { readonly kind: "global"; readonly stamp: GlobalStamp };

/** The configuration of the stack that Pulumi runs. Throws `ConfigError` before anything is registered. */
export const loadStack = (): Promise<LoadedStack> =>
  parseStack({ stack: getStack(), settings: new Config("bailiwick").getObject<unknown>("stamp"), importProduct });

/** The same from anywhere. */
export const parseStack = async (source: StackSource): Promise<LoadedStack> =>
  source.stack.split(".")[1] === "cloudflare"
    ? { kind: "global", stamp: await parseGlobal(source) }
    : { kind: "stamp", stamp: await parseStamp(source) };
