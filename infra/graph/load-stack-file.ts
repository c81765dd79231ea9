import { importProduct } from "../config/import-product.ts";
import { type LoadedStack, parseStack } from "../config/load.ts";
import { readStackSettings, stackOfFile } from "./stack-file.ts";

/** What the file of a stack describes, checked. Throws `RangeError` and `ConfigError` with what is wrong with it. */
export const loadStackFile = (path: string): Promise<LoadedStack> =>
  parseStack({ stack: stackOfFile(path), settings: readStackSettings(path), importProduct });
