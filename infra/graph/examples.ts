import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../config/import-product.ts";
import { stackOfFile } from "./stack-file.ts";

/** The stacks that `examples/stacks` holds. */
export const exampleStackNames: readonly string[] = readdirSync(join(repositoryRoot, "examples/stacks"))
  .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
  .map(stackOfFile)
  .toSorted();

/** Where the graph of a stack is kept for comparison. */
export const goldenPath = (stack: string): string => join(repositoryRoot, "infra/graph/golden", `${stack}.yaml`);
