import type { Lookups } from "../../graph/adopted-answers.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { CloudError } from "../cloud/cloud-error.ts";
import type { Properties } from "../cloud/cloud-resource.ts";

interface Asked {
  readonly cloud: Cloud;
  /** What was in the account before the stack. */
  readonly lookups?: Lookups | undefined;
}

/** What a program may ask although nothing is known but whose account it is. */
const answers: Readonly<Record<string, (cloud: Cloud) => Properties>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/deployer`,
    userId: "AIDADEPLOYER",
  }),
};

/** The answer to a function of the provider. Throws for what neither the account nor what was in it before can tell. */
export const invoke = (token: string, args: Properties, { cloud, lookups }: Asked): Properties => {
  const answer = answers[token]?.(cloud) ?? lookups?.(token, args);
  if (answer === undefined) throw new CloudError("NoInvokes", `${token}: no invokes without a cloud.`);
  return answer;
};
