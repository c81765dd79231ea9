import type { EndpointService } from "../../config/network-services.ts";
import type { Arns } from "../arn.ts";
import { type PolicyDocument, type PolicyStatement, policyOf } from "./document.ts";

/**
 * An endpoint's policy grants nothing, it narrows: whose identity may pass, and whose resources can be reached. Which
 * action on which of them is the role's policy to say, so every action of the service passes.
 */
const actionsOf: Readonly<Record<EndpointService, string>> = {
  kms: "kms:*",
  secretsmanager: "secretsmanager:*",
  sts: "sts:*",
  "ecr.api": "ecr:*",
  "ecr.dkr": "ecr:*",
  logs: "logs:*",
  monitoring: "cloudwatch:*",
};

/** Images may come from the vendor's account, and neither tokens nor metrics are a resource of anybody's. */
const reachesOtherAccounts: readonly EndpointService[] = ["ecr.api", "ecr.dkr", "sts", "monitoring"];

/**
 * Nobody carries data off to another account through a stamp's endpoint, even with that account's credentials. Secrets that
 * another account lends, such as the pepper of a product's pin maps, are named one by one, and read only.
 */
export const interfaceEndpointPolicy = (
  { accountId }: Arns,
  service: EndpointService,
  lentSecretArns: readonly string[] = [],
): PolicyDocument => {
  const own = ownAccountOnly(accountId, actionsOf[service], !reachesOtherAccounts.includes(service));
  if (service !== "secretsmanager" || lentSecretArns.length === 0) return policyOf(own);
  return policyOf(own, {
    Sid: "LentSecrets",
    Effect: "Allow",
    Principal: "*",
    Action: "secretsmanager:GetSecretValue",
    Resource: [...lentSecretArns],
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  });
};

/** S3: the account's buckets, and the one that ECR keeps layers of images in, which is read by signed URLs of its own. */
export const s3EndpointPolicy = ({ accountId, partition, region }: Arns): PolicyDocument =>
  policyOf(ownAccountOnly(accountId, "s3:*", true), {
    Sid: "LayersOfImages",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`,
  });

const ownAccountOnly = (accountId: string, Action: string, ownResources: boolean): PolicyStatement => ({
  Sid: "OwnAccount",
  Effect: "Allow",
  Principal: "*",
  Action,
  Resource: "*",
  Condition: {
    StringEquals: {
      "aws:PrincipalAccount": accountId,
      ...(ownResources ? { "aws:ResourceAccount": accountId } : {}),
    },
  },
});
