import { VpcEndpoint } from "@pulumi/aws/ec2/index.js";
import { type Input, jsonStringify, type Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { ModelEndpoint } from "../stamp/contract.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import type { FirewallFacts, NetworkFacts } from "./parts.ts";
import { type PolicyDocument, policyOf } from "./policies/document.ts";
import { modelActions, modelArns } from "./policies/models.ts";

export interface AwsModelsArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId" | "privateSubnetIds">;
  readonly firewall: Pick<FirewallFacts, "endpoint">;
  /** ARNs of the roles that may call models. */
  readonly callers: readonly Input<string>[];
}

/** The private way to the region's models: Amazon Bedrock without the internet, or an endpoint of the customer's own. */
export class AwsModels extends Component {
  readonly facts: ModelEndpoint;
  readonly ready: readonly Resource[];

  constructor(name: string, args: AwsModelsArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Models", name, options);
    const { context, network, firewall, callers } = args;
    const { models, region } = context.settings;

    const listedOnly = (allowed: readonly string[]): PolicyDocument =>
      policyOf({
        Sid: "ListedModelsOnly",
        Effect: "Allow",
        Principal: "*",
        Action: [...modelActions],
        Resource: [...modelArns(arnsOf(context.settings), allowed)],
        Condition: { ArnEquals: { "aws:PrincipalArn": [...callers] } },
      });
    const endpoint = (allowed: readonly string[]): VpcEndpoint =>
      new VpcEndpoint(
        this.child("bedrock"),
        {
          vpcId: network.vpcId,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.${region}.bedrock-runtime`,
          privateDnsEnabled: true,
          subnetIds: [...network.privateSubnetIds],
          securityGroupIds: [firewall.endpoint],
          // An adopted network has neighbours, whose own use of models is not the stamp's to narrow.
          ...("create" in context.settings.network ? { policy: jsonStringify(listedOnly(allowed)) } : {}),
          tags: { Name: `${context.stack.name}-bedrock-runtime` },
        },
        this.within(),
      );

    const { network: described } = context.settings;
    const there = "adopt" in described && described.adopt.endpoints.includes("bedrock-runtime");

    if (models !== "none" && "bedrock" in models) {
      this.ready = there ? [] : [endpoint(models.bedrock)];
      this.facts = { kind: "bedrock", url: `https://bedrock-runtime.${region}.amazonaws.com` };
    } else {
      this.ready = [];
      this.facts = models === "none" ? { kind: "none" } : { kind: "customer", url: models.customer };
    }
    this.done({ kind: this.facts.kind });
  }
}
