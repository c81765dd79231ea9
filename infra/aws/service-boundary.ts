import { Policy } from "@pulumi/aws/iam/index.js";
import type { Input } from "@pulumi/pulumi";
import type { AwsStampSettings } from "../config/aws-schema.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import { boundaryNames } from "./policies/boundary-names.ts";
import { policyOfGrants } from "./policies/grant.ts";
import { serviceBoundaryGrants } from "./policies/service-boundary.ts";

export interface AwsServiceBoundaryArgs {
  readonly context: AwsContext;
}

/** What holds every role that the stamp hands to a service of AWS. Roles of processes and of backups have their own. */
export class AwsServiceBoundary extends Component {
  readonly arn: Input<string>;

  constructor(name: string, { context }: AwsServiceBoundaryArgs, options?: ComponentOptions) {
    super("bailiwick:aws:ServiceBoundary", name, options);
    const { settings, names, product, stack } = context;
    const arns = arnsOf(settings);
    const audit = "adopt" in settings.storage ? settings.storage.adopt.audit : names.of("bucket", "audit");
    const policy = new Policy(
      this.child("policy"),
      {
        name: names.of("policy", boundaryNames.services),
        description: `${product.name}: the most that a service of AWS can be allowed on the stamp's behalf`,
        policy: policyOfGrants(
          serviceBoundaryGrants({
            arns,
            name: stack.name,
            auditArn: `arn:${arns.partition}:s3:::${audit}`,
            secrets: givenSecrets(settings),
          }),
        ),
      },
      this.within(),
    );
    this.arn = policy.arn;
    this.done({ arn: policy.arn });
  }
}

const givenSecrets = ({ databases, edge, pinPepper }: AwsStampSettings): readonly string[] => {
  const servers =
    "adopt" in databases ? [databases.adopt.catalog, ...Object.values(databases.adopt.tenantServers)] : [];
  return [
    // RDS's own are let through by their prefix.
    ...servers.map(({ masterSecretArn }) => masterSecretArn).filter((arn) => !arn.includes(":secret:rds!")),
    ...(edge.placement === "cloudflare" ? [edge.tunnelTokenSecretArn] : []),
    ...(pinPepper === "generate" ? [] : [pinPepper.secretArn]),
  ];
};
