import {
  DefaultNetworkAcl,
  DefaultRouteTable,
  DefaultSecurityGroup,
  InternetGateway,
  type NatGateway,
  Vpc,
} from "@pulumi/aws/ec2/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { hasEgress, isPublic, networkCidr } from "./clients.ts";
import type { AwsContext } from "./context.ts";
import { NatGateways } from "./nat-gateways.ts";
import type { NetworkFacts } from "./parts.ts";
import { SubnetTier } from "./subnet-tier.ts";
import { zonesOf } from "./subnets.ts";

export interface AwsNetworkArgs {
  readonly context: AwsContext;
}

/**
 * The stamp's network: three zones with a private, a database and an ingress subnet each. Nothing in it is given a public
 * address but NAT gateways, where something has to leave, and in SaaS the load balancer. What AWS makes along with a
 * network (security group, route table, ACL) is emptied, so that nothing works by accident. An adopted network is taken as
 * the configuration describes it.
 */
export class AwsNetwork extends Component {
  readonly facts: NetworkFacts;

  constructor(name: string, { context }: AwsNetworkArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Network", name, options);
    const { settings, stack } = context;
    const cidr = networkCidr(settings);
    const zones = zonesOf(settings.region);

    const created = (): NetworkFacts => {
      const vpc = virtualNetwork();
      emptyDefaults(vpc);
      const internet = isPublic(settings) || hasEgress(settings) ? internetGateway(vpc) : undefined;
      const nat = internet !== undefined && hasEgress(settings) ? natGateways(vpc, internet) : undefined;
      const tasks = tier(vpc, "private", nat?.gateways);
      const database = tier(vpc, "database");
      const ingress = tier(vpc, "ingress", isPublic(settings) && internet ? zones.map(() => internet) : []);
      return {
        vpcId: vpc.id,
        cidr,
        privateSubnetIds: tasks.subnets.map(({ id }) => id),
        databaseSubnetIds: database.subnets.map(({ id }) => id),
        ingressSubnetIds: ingress.subnets.map(({ id }) => id),
        ingressCidrs: ingress.cidrs,
        routeTableIds: tasks.tables.map(({ id }) => id),
        zones,
        adopted: false,
        ready: [tasks, database, ingress],
      };
    };

    const virtualNetwork = (): Vpc =>
      new Vpc(
        this.child("vpc"),
        // Private names of interface endpoints need both.
        { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: stack.name } },
        this.within(),
      );

    /** With nothing in it, what forgets to name its own group, table or list cannot be reached. */
    const emptyDefaults = (vpc: Vpc): void => {
      const tags = { Name: `${stack.name}-default-empty` };
      new DefaultSecurityGroup(
        this.child("default-group"),
        { vpcId: vpc.id, ingress: [], egress: [], tags },
        this.within(),
      );
      new DefaultRouteTable(
        this.child("default-table"),
        { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags },
        this.within(),
      );
      new DefaultNetworkAcl(
        this.child("default-acl"),
        { defaultNetworkAclId: vpc.defaultNetworkAclId, ingress: [], egress: [], tags },
        // AWS hands a subnet back to this list while its own is taken away.
        this.within({ ignoreChanges: ["subnetIds"] }),
      );
    };

    const internetGateway = (vpc: Vpc): InternetGateway =>
      new InternetGateway(this.child("internet"), { vpcId: vpc.id, tags: { Name: stack.name } }, this.within());

    const natGateways = (vpc: Vpc, internet: InternetGateway): NatGateways =>
      new NatGateways(this.child("nat"), { context, vpc, internet }, { parent: this });

    const tier = (
      vpc: Vpc,
      kind: "private" | "database" | "ingress",
      out: readonly (InternetGateway | NatGateway)[] = [],
    ): SubnetTier => new SubnetTier(this.child(kind), { context, vpc, kind, out }, { parent: this });

    this.facts = "adopt" in settings.network ? adopted(settings.network.adopt) : created();
    this.done({ vpcId: this.facts.vpcId });
  }
}

type Adopted = Extract<AwsContext["settings"]["network"], { adopt: unknown }>["adopt"];

const adopted = (network: Adopted): NetworkFacts => ({
  vpcId: network.vpcId,
  cidr: network.cidr,
  privateSubnetIds: network.privateSubnetIds,
  databaseSubnetIds: network.databaseSubnetIds,
  ingressSubnetIds: network.ingressSubnetIds,
  ingressCidrs: network.ingressCidrs ?? [network.cidr],
  routeTableIds: network.routeTableIds,
  zones: [],
  adopted: true,
  ready: [],
});
