import { Provider as Aws } from "@pulumi/aws/provider.js";
import { Provider as Cloudflare } from "@pulumi/cloudflare/provider.js";
import type { Inputs } from "@pulumi/pulumi";
import { holdToAdopted } from "./aws/adopted/index.ts";
import { awsContext } from "./aws/context.ts";
import { AwsRegion } from "./aws/stamp.ts";
import { GlobalFront } from "./cloudflare/global.ts";
import { frozenFacts } from "./config/frozen.ts";
import { loadStack } from "./config/load.ts";
import type { AwsStamp } from "./config/stamp-facts.ts";
import { contractVersion } from "./stamp/contract.ts";
import { holdToFrozenFacts } from "./stamp/frozen.ts";
import { holdTogether } from "./stamp/hold-together.ts";

/** What the stack's file describes; answers what others may know of it. */
export default async (): Promise<Inputs> => {
  const loaded = await loadStack();
  if (loaded.kind === "stamp") return region(loaded.stamp);
  const { facts } = new GlobalFront("global", loaded, { providers: { cloudflare: new Cloudflare("cloudflare", {}) } });
  return { contract: { version: contractVersion, ...facts } };
};

const region = async (stamp: AwsStamp): Promise<Inputs> => {
  const { settings } = stamp;
  const aws = new Aws("aws", {
    region: settings.region,
    // In any other account nothing is touched.
    allowedAccountIds: [settings.accountId],
    defaultTags: { tags: { ...awsContext(stamp).tags } },
  });
  await holdToAdopted(stamp, { provider: aws });
  const frozen = await holdToFrozenFacts(frozenFacts(stamp));
  const cloudflare = settings.edge.placement === "cloudflare" ? { cloudflare: new Cloudflare("cloudflare", {}) } : {};
  const whole = new AwsRegion("stamp", { stamp }, { providers: { aws, ...cloudflare } });
  holdTogether(settings.lifecycle === "active", [frozen, whole]);
  return { contract: { version: contractVersion, ...whole.facts } };
};
