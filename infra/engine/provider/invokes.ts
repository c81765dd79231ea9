import type { Cloud } from "../cloud/cloud.ts";
import { CloudError } from "../cloud/cloud-error.ts";
import type { Properties } from "../cloud/cloud-resource.ts";

/** What a program may ask although nothing is known but whose account it is. */
const answers: Readonly<Record<string, (cloud: Cloud) => Properties>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/deployer`,
    userId: "AIDADEPLOYER",
  }),
};

/** The answer to a function of the provider. Throws for all but a few: a preview without a cloud has nobody to ask. */
export const invoke = (token: string, cloud: Cloud): Properties => {
  const answer = answers[token];
  if (answer === undefined) throw new CloudError("NoInvokes", `${token}: no invokes without a cloud.`);
  return answer(cloud);
};
