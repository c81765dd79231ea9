import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { repositoryRoot } from "../config/import-product.ts";

const file = z.object({ config: z.record(z.string(), z.unknown()) });
const folder = "examples/stacks";

/** Where a stack's file lies: `stackConfigDir` of Pulumi.yaml. */
export const stackFilePath = (stack: string): string => join(repositoryRoot, folder, `Pulumi.${stack}.yaml`);

/** Name of the stack whose file this is. Throws `RangeError` for another file name. */
export const stackOfFile = (path: string): string => {
  const found = /^Pulumi\.(.+)\.yaml$/.exec(basename(path));
  if (found?.[1] === undefined) throw new RangeError(`${path} is not named Pulumi.<stack>.yaml`);
  return found[1];
};

/**
 * Absolute path of the file of a stack that a person named: by the stack's name, or by a path from where the command was
 * typed, which npm tells in `INIT_CWD`. Throws `RangeError` where there is none.
 */
export const findStackFile = (given: string, { INIT_CWD: from = "." } = process.env): string => {
  if (!/\.ya?ml$/.test(given)) {
    const path = stackFilePath(given);
    if (existsSync(path)) return path;
    throw new RangeError(`there is no stack ${given}; ${folder} has ${stacksThere().join(", ")}`);
  }
  const path = [resolve(from, given), resolve(repositoryRoot, given)].find((candidate) => existsSync(candidate));
  if (path === undefined) throw new RangeError(`there is no stack file ${resolve(from, given)}`);
  stackOfFile(path);
  return path;
};

const stacksThere = (): readonly string[] =>
  readdirSync(join(repositoryRoot, folder))
    .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
    .map(stackOfFile)
    .toSorted();

/**
 * The configuration in a stack file, each value as Pulumi hands it to a program: texts as they are, everything else as
 * JSON. Throws `RangeError` with what is wrong and where.
 */
export const readStackFile = (path: string): Readonly<Record<string, string>> => {
  const parsed = file.safeParse(readYaml(path));
  if (!parsed.success) throw new RangeError(`${path} must have \`config:\` with the stack's values below it`);
  return Object.fromEntries(
    Object.entries(parsed.data.config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
};

/** The settings of `bailiwick:stamp` in a stack file, as they stand. Throws as `readStackFile` does. */
export const readStackSettings = (path: string): unknown => {
  const text = readStackFile(path)["bailiwick:stamp"];
  if (text === undefined) throw new RangeError(`${path} must have \`bailiwick:stamp\` below \`config:\``);
  return text.startsWith("{") ? JSON.parse(text) : text;
};

const readYaml = (path: string): unknown => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new RangeError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return parse(text);
  } catch (error) {
    // The first line says what and where; the rest draws it.
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new RangeError(`${path} is not YAML: ${first.replace(/:$/, "")}`);
  }
};
