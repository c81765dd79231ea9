import { exampleStackText } from "../../infra/config/example-stack.ts";
import { exampleStacks } from "../../infra/config/example-stacks.ts";

/** The example stack files, by path from the root. */
export const stackFiles = (): ReadonlyMap<string, string> =>
  new Map(exampleStacks.map((example) => [`examples/stacks/Pulumi.${example.stack}.yaml`, exampleStackText(example)]));
