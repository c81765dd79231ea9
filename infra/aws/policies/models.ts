import type { Arns } from "../arn.ts";
import type { Grant } from "./grant.ts";

/** Models inside the region: a foundation model's ARN, never an inference profile, which may answer from another region. */
export const modelArns = (arns: Arns, models: readonly string[]): readonly string[] =>
  models.map((model) => arns.ofService("bedrock", `foundation-model/${model}`));

export const modelActions = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"] as const;

export const modelGrants = (arns: Arns, models: readonly string[]): readonly Grant[] =>
  models.length === 0
    ? []
    : [
        {
          sid: "CallModels",
          why: "call the listed models of Amazon Bedrock in this region",
          actions: modelActions,
          resources: modelArns(arns, models),
        },
      ];
