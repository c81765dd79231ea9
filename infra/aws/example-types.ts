import { readFileSync } from "node:fs";
import { exampleStackNames, goldenPath } from "../graph/examples.ts";
import type { PermissionsPageOptions } from "./permissions-page.ts";

/** Types of AWS's resources that the example stacks have, by mode, from their reviewed graphs. */
export const exampleTypes = (): PermissionsPageOptions["types"] => {
  const of = (mode: string): readonly string[] => {
    const stacks = exampleStackNames.filter((stack) => stack.startsWith(`${mode}.aws.`));
    return [...new Set(stacks.flatMap((stack) => typesIn(readFileSync(goldenPath(stack), "utf8"))))].toSorted();
  };
  return { saas: of("saas"), invpc: of("invpc") };
};

/** A resource's key is its type and its name. */
const typesIn = (golden: string): readonly string[] =>
  [...golden.matchAll(/^ {2}"?(aws:\w+\/\w+:\w+) \S/gm)].map(([, type = ""]) => type);
