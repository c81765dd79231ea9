import { partitionOf } from "../config/aws-domain.ts";
import type { AwsStampSettings } from "../config/aws-schema.ts";

/** ARNs of one account in one region. */
export interface Arns {
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Of a resource of the region. */
  of(service: string, resource: string): string;
  /** Of a resource that belongs to the account as a whole. */
  ofAccount(service: string, resource: string): string;
  /** Of a resource that AWS owns in the region, such as a foundation model. */
  ofService(service: string, resource: string): string;
}

export const arnsOf = ({ region, accountId }: Pick<AwsStampSettings, "region" | "accountId">): Arns => {
  const partition = partitionOf(region);
  return {
    region,
    accountId,
    partition,
    of: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    ofAccount: (service, resource) => `arn:${partition}:${service}::${accountId}:${resource}`,
    ofService: (service, resource) => `arn:${partition}:${service}:${region}::${resource}`,
  };
};
