import { SecurityGroup } from "@pulumi/aws/ec2/index.js";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import { type End, type Flow, flowsOf } from "./flows.ts";
import type { FirewallFacts, NetworkFacts, Peer } from "./parts.ts";

export interface AwsFirewallArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "vpcId">;
  /** AWS's list of the addresses of S3 in the region. */
  readonly s3PrefixListId: Input<string>;
}

/**
 * A security group for everyone who talks inside the stamp, and for every flow of the table one rule at each end. Wait for
 * the whole component before traffic has to flow.
 */
export class AwsFirewall extends Component {
  readonly facts: FirewallFacts;

  constructor(name: string, { context, network, s3PrefixListId }: AwsFirewallArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Firewall", name, options);
    const { databases } = context.settings;
    const adoptedDatabase = "adopt" in databases ? databases.adopt.catalog.securityGroupId : undefined;

    const group = (peer: Peer): Input<string> => {
      if (peer === "database" && adoptedDatabase !== undefined) return adoptedDatabase;
      return new SecurityGroup(
        this.child(peer),
        {
          name: context.names.of("securityGroup", peer),
          description: descriptions[peer],
          vpcId: network.vpcId,
          tags: { Name: `${context.stack.name}-${peer}` },
        },
        this.within(),
      ).id;
    };

    /** Where the rules of an end are kept: nowhere for ranges, whose own firewalls are not ours. */
    const groupOf = (end: End): Input<string> | undefined => {
      if (typeof end === "object") return "group" in end ? end.group : undefined;
      return end === "s3" ? undefined : this.facts[end];
    };

    const rule = ({ from, to, port, protocol = "tcp", why }: Flow): void => {
      const part = `${labelOf(from)}-to-${labelOf(to)}-${port}`;
      const what = { ipProtocol: protocol, fromPort: port, toPort: port, description: why };
      const source = groupOf(from);
      const target = groupOf(to);
      if (source !== undefined) {
        for (const [suffix, other] of others(to)) {
          const args = { securityGroupId: source, ...what, ...other };
          new SecurityGroupEgressRule(this.child(`${part}-out${suffix}`), args, this.within());
        }
      }
      if (target !== undefined) {
        for (const [suffix, other] of others(from)) {
          const args = { securityGroupId: target, ...what, ...other };
          new SecurityGroupIngressRule(this.child(`${part}-in${suffix}`), args, this.within());
        }
      }
    };

    /** How a rule names the other end; one rule for each range. */
    const others = (end: End): readonly (readonly [suffix: string, other: OtherEnd])[] => {
      if (end === "s3") return [["", { prefixListId: s3PrefixListId }]];
      if (typeof end === "object" && "ranges" in end) {
        return end.ranges.map((cidrIpv4, at) => [end.ranges.length === 1 ? "" : `-${at + 1}`, { cidrIpv4 }]);
      }
      const referencedSecurityGroupId = groupOf(end);
      return referencedSecurityGroupId === undefined ? [] : [["", { referencedSecurityGroupId }]];
    };

    this.facts = {
      ingress: group("ingress"),
      edge: group("edge"),
      origin: group("origin"),
      api: group("api"),
      worker: group("worker"),
      smoke: group("smoke"),
      database: group("database"),
      endpoint: group("endpoint"),
    };
    flowsOf(context.settings).forEach(rule);
    this.done(this.facts);
  }
}

interface OtherEnd {
  readonly prefixListId?: Input<string>;
  readonly cidrIpv4?: string;
  readonly referencedSecurityGroupId?: Input<string>;
}

/** A group's description cannot be changed without replacing it, so it says only who is in it. */
const descriptions: Readonly<Record<Peer, string>> = {
  ingress: "Load balancer in front of the edge",
  edge: "Edge of the region",
  origin: "Load balancer in front of the core API",
  api: "Core API",
  worker: "Worker of the core API",
  smoke: "The check of the region by itself",
  database: "Catalog and databases of tenants",
  endpoint: "Private endpoints of services of AWS",
};

/** How an end is called in a rule's name. */
const labelOf = (end: End): string => {
  if (typeof end === "string") return end;
  if ("group" in end) return end.group;
  return end.ranges.includes("0.0.0.0/0") ? "internet" : "ranges";
};
