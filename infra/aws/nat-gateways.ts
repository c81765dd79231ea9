import { Eip, type InternetGateway, NatGateway, type Vpc } from "@pulumi/aws/ec2/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import { SubnetTier } from "./subnet-tier.ts";
import { zonesOf } from "./subnets.ts";

export interface NatGatewaysArgs {
  readonly context: AwsContext;
  readonly vpc: Vpc;
  readonly internet: InternetGateway;
}

/**
 * The way out of the private subnets: a NAT gateway a zone, so that the loss of one zone takes no other's way out with it,
 * in subnets that hold nothing else. Nothing comes in through them.
 */
export class NatGateways extends Component {
  /** In the order of the zones. */
  readonly gateways: readonly NatGateway[];

  constructor(name: string, { context, vpc, internet }: NatGatewaysArgs, options?: ComponentOptions) {
    super("bailiwick:aws:NatGateways", name, options);
    const zones = zonesOf(context.settings.region).map((zone) => zone.at(-1) ?? zone);
    const tier = new SubnetTier(
      this.child("egress"),
      { context, vpc, kind: "egress", out: zones.map(() => internet) },
      { parent: this },
    );

    const gateway = (zone: string, at: number): readonly NatGateway[] => {
      const subnet = tier.subnets[at];
      if (subnet === undefined) return [];
      const tags = { Name: `${context.stack.name}-nat-${zone}` };
      const address = new Eip(
        this.child(`${zone}-address`),
        { domain: "vpc", tags },
        // AWS neither attaches nor releases an address while the network has no internet gateway.
        this.within({ dependsOn: [internet] }),
      );
      const made = new NatGateway(
        this.child(zone),
        { subnetId: subnet.id, allocationId: address.id, connectivityType: "public", tags },
        this.within({ dependsOn: [tier] }),
      );
      return [made];
    };

    this.gateways = zones.flatMap(gateway);
    this.done();
  }
}
