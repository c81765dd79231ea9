import { Listener, LoadBalancer, TargetGroup } from "@pulumi/aws/lb/index.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import { type FirewallFacts, type NetworkFacts, ports } from "./parts.ts";

export interface AwsOriginArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId" | "privateSubnetIds">;
  readonly firewall: Pick<FirewallFacts, "origin">;
}

export interface OriginFacts {
  /** Host of the balancer, on `ports.origin`. */
  readonly host: Input<string>;
  readonly arn: Input<string>;
  readonly targetGroupArn: Input<string>;
  /** What CloudWatch files the balancer's and the targets' metrics under. */
  readonly balancerSuffix: Input<string>;
  readonly targetGroupSuffix: Input<string>;
  readonly ready: readonly Resource[];
}

/**
 * The core API's balancer, inside the network. It passes TCP on without opening it: TLS goes from the edge to the core API
 * itself, whose certificate the edge verifies.
 */
export class AwsOrigin extends Component {
  readonly facts: OriginFacts;

  constructor(name: string, { context, network, firewall }: AwsOriginArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Origin", name, options);
    const { names, active } = context;

    const balancer = new LoadBalancer(
      this.child("balancer"),
      {
        name: names.of("loadBalancer", "origin"),
        loadBalancerType: "network",
        internal: true,
        ipAddressType: "ipv4",
        subnets: [...network.privateSubnetIds],
        securityGroups: [firewall.origin],
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: active,
      },
      this.within(),
    );
    const targets = new TargetGroup(
      this.child("targets"),
      {
        name: names.of("targetGroup", "origin"),
        targetType: "ip",
        protocol: "TCP",
        port: ports.api,
        vpcId: network.vpcId,
        // The edge's signature says whom it asks for; addresses inside the network say nothing.
        preserveClientIp: "false",
        deregistrationDelay: 30,
        healthCheck: {
          protocol: "HTTPS",
          port: "traffic-port",
          path: "/health",
          matcher: "200",
          interval: 10,
          timeout: 6,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      this.within(),
    );
    const listener = new Listener(
      this.child("listener"),
      {
        loadBalancerArn: balancer.arn,
        port: ports.origin,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
      },
      this.within(),
    );
    this.facts = {
      host: balancer.dnsName,
      arn: balancer.arn,
      targetGroupArn: targets.arn,
      balancerSuffix: balancer.arnSuffix,
      targetGroupSuffix: targets.arnSuffix,
      ready: [listener],
    };
    this.done({ host: balancer.dnsName });
  }
}
