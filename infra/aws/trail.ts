import { Trail } from "@pulumi/aws/cloudtrail/index.js";
import { LogGroup } from "@pulumi/aws/cloudwatch/index.js";
import { FlowLog } from "@pulumi/aws/ec2/index.js";
import { Role, RolePolicy } from "@pulumi/aws/iam/index.js";
import { type Input, interpolate } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import { type KeyFacts, type NetworkFacts, namedInPolicies, type StorageFacts } from "./parts.ts";
import { trustOf } from "./policies/document.ts";
import { flowLogGrants } from "./policies/flow-logs.ts";
import { policyOfGrants } from "./policies/grant.ts";
import { trailPrefix } from "./storage.ts";

export interface AwsTrailArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId">;
  readonly keys: KeyFacts;
  readonly storage: StorageFacts;
  /** ARN of the policy that holds roles of AWS's services. */
  readonly serviceBoundaryArn: Input<string>;
}

/**
 * Who did what to the stamp: every call to AWS's interfaces and every access to customers' objects, in files that cannot be
 * altered unseen, and every connection in the network.
 */
export class AwsTrail extends Component {
  readonly trailArn: Input<string>;

  constructor(name: string, args: AwsTrailArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Trail", name, options);
    const { context, network, keys, storage, serviceBoundaryArn } = args;
    const { settings, names, facts, active, holdsData } = context;
    const arns = arnsOf(settings);

    const trail = (): Trail =>
      new Trail(
        this.child("calls"),
        {
          name: names.of("trail", namedInPolicies.trail),
          s3BucketName: storage.audit.name,
          s3KeyPrefix: trailPrefix,
          kmsKeyId: keys.auditKeyArn,
          enableLogFileValidation: true,
          enableLogging: true,
          // Other regions' calls belong to other regions' trails; those to IAM and STS are the account's.
          isMultiRegionTrail: false,
          includeGlobalServiceEvents: true,
          isOrganizationTrail: false,
          advancedEventSelectors: [
            {
              name: "Every call that manages something, and every use of a key",
              fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
            },
            {
              name: "Every access to an object of the stamp",
              fieldSelectors: [
                { field: "eventCategory", equals: ["Data"] },
                { field: "resources.type", equals: ["AWS::S3::Object"] },
                {
                  field: "resources.ARN",
                  startsWiths: [storage.blobs, storage.artifacts, storage.audit].map(({ arn }) => interpolate`${arn}/`),
                  // The trail's own writing is not an event, or each file would be the cause of the next.
                  notStartsWiths: [interpolate`${storage.audit.arn}/${trailPrefix}/`],
                },
              ],
            },
          ],
        },
        this.within({ ...holdsData, dependsOn: [...keys.ready, ...storage.audit.ready] }),
      );

    const flowLogs = (): void => {
      const group = new LogGroup(
        this.child("flows"),
        {
          name: names.of("logGroup", "network-flows"),
          retentionInDays: facts.logRetentionDays,
          kmsKeyId: keys.secretsKeyArn,
          deletionProtectionEnabled: active,
        },
        this.within({ ...holdsData, dependsOn: [...keys.ready] }),
      );
      const role = new Role(
        this.child("flows-role"),
        {
          name: names.of("role", "flow-logs"),
          description: `${context.product.name}: writes the network's flow logs`,
          assumeRolePolicy: trustOf("vpc-flow-logs.amazonaws.com", {
            StringEquals: { "aws:SourceAccount": arns.accountId },
            ArnLike: { "aws:SourceArn": arns.of("ec2", "vpc-flow-log/*") },
          }),
          permissionsBoundary: serviceBoundaryArn,
        },
        this.within(),
      );
      const policy = new RolePolicy(
        this.child("flows-role-policy"),
        { name: "flow-logs", role: role.name, policy: policyOfGrants(flowLogGrants(group.arn)) },
        this.within(),
      );
      for (const [part, of] of watched()) {
        new FlowLog(
          this.child(part),
          {
            ...of,
            trafficType: "ALL",
            maxAggregationInterval: 60,
            logDestinationType: "cloud-watch-logs",
            logDestination: group.arn,
            iamRoleArn: role.arn,
            tags: { Name: `${context.stack.name}-${part}` },
          },
          this.within({ dependsOn: [policy] }),
        );
      }
    };

    /** The whole network where it is the stamp's. Neighbours in an adopted one are not the stamp's to watch. */
    const watched = (): readonly (readonly [part: string, of: { vpcId: Input<string> } | { subnetId: string }])[] => {
      if (!("adopt" in settings.network)) return [["network-flows", { vpcId: network.vpcId }]];
      const { privateSubnetIds, databaseSubnetIds, ingressSubnetIds } = settings.network.adopt;
      const subnets = new Set([...privateSubnetIds, ...databaseSubnetIds, ...ingressSubnetIds]);
      return [...subnets].map((subnetId, at) => [`subnet-${at + 1}-flows`, { subnetId }] as const);
    };

    this.trailArn = trail().arn;
    flowLogs();
    this.done({ trailArn: this.trailArn });
  }
}
