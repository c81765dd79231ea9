import { capture } from "../../graph/capture.ts";
import type { CapturedGraph, CapturedResource } from "../../graph/captured.ts";
import type { AwsContext } from "../context.ts";

/** Graph of a few components on their own. */
export const captureParts = (
  { settings: { accountId, region } }: Pick<AwsContext, "settings">,
  program: () => void,
): Promise<CapturedGraph> =>
  capture({
    stack: "parts",
    config: {},
    context: { accountId, region, partition: "aws" },
    program: async () => {
      program();
      return {};
    },
  });

/** The resource of this logical name. */
export const named = ({ resources }: CapturedGraph, name: string): CapturedResource => {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`there is no ${name}, only ${resources.map((one) => one.name).join(", ")}`);
  return found;
};
