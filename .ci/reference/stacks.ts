import { awsStampSchema } from "../../infra/config/aws-schema.ts";
import { exampleGlobal } from "../../infra/config/example-global.ts";
import { exampleStackText } from "../../infra/config/example-stack.ts";
import { exampleStacks } from "../../infra/config/example-stacks.ts";
import { globalSchema } from "../../infra/config/global-stamp.ts";

/** The example stack files, by path from the root. */
export const stackFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...exampleStacks.map((example) => [pathOf(example.stack), exampleStackText(example, awsStampSchema)] as const),
    [pathOf(exampleGlobal.stack), exampleStackText(exampleGlobal, globalSchema)],
  ]);

const pathOf = (stack: string): string => `examples/stacks/Pulumi.${stack}.yaml`;
