import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { repositoryRoot } from "../config/import-product.ts";

const file = z.object({ config: z.record(z.string(), z.unknown()) });

/** Where a stack's file lies: `stackConfigDir` of Pulumi.yaml. */
export const stackFilePath = (stack: string): string => join(repositoryRoot, "examples/stacks", `Pulumi.${stack}.yaml`);

/** Name of the stack whose file this is. Throws `RangeError` for another file name. */
export const stackOfFile = (path: string): string => {
  const found = /^Pulumi\.(.+)\.yaml$/.exec(basename(path));
  if (found?.[1] === undefined) throw new RangeError(`${path} is not named Pulumi.<stack>.yaml`);
  return found[1];
};

/**
 * The configuration in a stack file, each value as Pulumi hands it to a program: texts as they are, everything else as
 * JSON. Throws `RangeError` where there is no such file.
 */
export const readStackFile = (path: string): Readonly<Record<string, string>> => {
  if (!existsSync(path)) throw new RangeError(`there is no stack file ${path}`);
  const { config } = file.parse(parse(readFileSync(path, "utf8")));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
};
