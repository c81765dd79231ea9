import { exampleStacks } from "../../config/example-stacks.ts";
import { importProduct } from "../../config/import-product.ts";
import { parseStamp } from "../../config/parse-stamp.ts";
import { type AwsContext, awsContext } from "../context.ts";

/** Context of an example stack, with other settings where a test needs them. */
export const exampleContext = async (stack: string, other: object = {}): Promise<AwsContext> => {
  const example = exampleStacks.find((one) => one.stack === stack);
  if (example === undefined) throw new Error(`there is no example stack ${stack}`);
  return awsContext(await parseStamp({ stack, settings: { ...example.settings, ...other }, importProduct }));
};
