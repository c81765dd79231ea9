import { join } from "node:path";
import { exampleGlobal } from "../config/example-global.ts";
import { exampleStacks } from "../config/example-stacks.ts";
import { repositoryRoot } from "../config/import-product.ts";

/** The stacks that are generated into `examples/stacks`; files of other stacks may lie beside theirs. */
export const exampleStackNames: readonly string[] = [...exampleStacks, exampleGlobal]
  .map(({ stack }) => stack)
  .toSorted();

/** Where the graph of a stack is kept for comparison. */
export const goldenPath = (stack: string): string => join(repositoryRoot, "infra/graph/golden", `${stack}.yaml`);
