import type { Cloud } from "../cloud/cloud.ts";
import type { Properties } from "../cloud/cloud-resource.ts";
import type { Failure } from "./resource-rules.ts";

/** What is wrong with the configuration of a provider: no region, another account than the credentials'. */
export const checkProviderConfig = (packageName: string, config: Properties, cloud: Cloud): readonly Failure[] =>
  packageName === "aws" ? awsConfig(config, cloud) : [];

const awsConfig = ({ region, allowedAccountIds }: Properties, cloud: Cloud): readonly Failure[] => {
  const failures: Failure[] = [];
  if (typeof region !== "string") failures.push({ property: "region", reason: "The provider needs a region." });
  // Lists arrive as JSON text in a provider's own configuration.
  const allowed: unknown = typeof allowedAccountIds === "string" ? JSON.parse(allowedAccountIds) : allowedAccountIds;
  if (Array.isArray(allowed) && !allowed.includes(cloud.accountId)) {
    failures.push({
      property: "allowedAccountIds",
      reason: `AWS account ID not allowed: ${cloud.accountId}; the stack may touch ${allowed.join(", ")}.`,
    });
  }
  return failures;
};
