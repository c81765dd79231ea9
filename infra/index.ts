import { Provider } from "@pulumi/aws/provider.js";
import type { Inputs } from "@pulumi/pulumi";
import { awsContext } from "./aws/context.ts";
import { AwsRegion } from "./aws/stamp.ts";
import { loadStamp } from "./config/load.ts";
import { contractVersion } from "./stamp/contract.ts";

/** The region that the stack's file describes; answers what others may know of it. */
export default async (): Promise<Inputs> => {
  const stamp = await loadStamp();
  const { settings } = stamp;
  const aws = new Provider("aws", {
    region: settings.region,
    // In any other account nothing is touched.
    allowedAccountIds: [settings.accountId],
    defaultTags: { tags: { ...awsContext(stamp).tags } },
  });
  const { facts } = new AwsRegion("stamp", { stamp }, { providers: { aws } });
  return { contract: { version: contractVersion, ...facts } };
};
