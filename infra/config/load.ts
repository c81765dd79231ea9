import { Config, getStack } from "@pulumi/pulumi";
import { importProduct } from "./import-product.ts";
import { parseStamp } from "./parse-stamp.ts";
import type { AwsStamp } from "./stamp-facts.ts";

/** The configuration of the stack that Pulumi runs. Throws `ConfigError` before anything is registered. */
export const loadStamp = (): Promise<AwsStamp> =>
  parseStamp({
    stack: getStack(),
    settings: new Config("bailiwick").getObject<unknown>("stamp"),
    importProduct,
  });
