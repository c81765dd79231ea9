import {
  InternetGateway,
  NatGateway,
  NetworkAcl,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  type Vpc,
} from "@pulumi/aws/ec2/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { clientRanges, networkCidr, outwardDatagramPorts, outwardPorts } from "./clients.ts";
import type { AwsContext } from "./context.ts";
import { type AclLine, aclLines } from "./network-acls.ts";
import { type SubnetKind, subnetCidr, zonesOf } from "./subnets.ts";

export interface SubnetTierArgs {
  readonly context: AwsContext;
  readonly vpc: Vpc;
  readonly kind: SubnetKind;
  /** Ways out of the subnets, in the order of the zones. @default none */
  readonly out?: readonly (InternetGateway | NatGateway)[];
}

/** The subnets of one kind, one a zone, with their routes and their network ACL. Wait for it before traffic has to flow. */
export class SubnetTier extends Component {
  /** In the order of the zones. */
  readonly subnets: readonly Subnet[];
  readonly cidrs: readonly string[];
  readonly tables: readonly RouteTable[];

  constructor(name: string, { context, vpc, kind, out = [] }: SubnetTierArgs, options?: ComponentOptions) {
    super("bailiwick:aws:SubnetTier", name, options);
    const { settings, stack } = context;
    const range = networkCidr(settings);
    const zones = zonesOf(settings.region);
    const cidrsOf = (of: SubnetKind): readonly string[] => zones.map((_, at) => subnetCidr(range, of, at));
    const letter = (at: number): string => zones[at]?.at(-1) ?? "";
    const named = (...part: readonly string[]): { Name: string } => ({ Name: [stack.name, kind, ...part].join("-") });

    const subnet = (cidrBlock: string, at: number): Subnet =>
      new Subnet(
        this.child(letter(at)),
        {
          vpcId: vpc.id,
          availabilityZone: zones[at],
          cidrBlock,
          mapPublicIpOnLaunch: false,
          tags: named(letter(at)),
        },
        // Whoever has a public address in it, such as a load balancer, must be gone before the internet gateway can be.
        this.within({ dependsOn: out.slice(at, at + 1).filter((way) => way instanceof InternetGateway) }),
      );

    /** One table a zone, so that a way out can be the zone's own and S3's gateway endpoint finds them all. */
    const table = ({ id }: Subnet, at: number): RouteTable => {
      const made = new RouteTable(
        this.child(`${letter(at)}-table`),
        { vpcId: vpc.id, tags: named(letter(at)) },
        this.within(),
      );
      new RouteTableAssociation(
        this.child(`${letter(at)}-link`),
        { routeTableId: made.id, subnetId: id },
        this.within(),
      );
      const gateway = out[at];
      if (gateway !== undefined) route(made, at, gateway);
      return made;
    };

    const route = ({ id }: RouteTable, at: number, gateway: InternetGateway | NatGateway): void => {
      const through = gateway instanceof NatGateway ? { natGatewayId: gateway.id } : { gatewayId: gateway.id };
      new Route(
        this.child(`${letter(at)}-out`),
        { routeTableId: id, destinationCidrBlock: "0.0.0.0/0", ...through },
        this.within(),
      );
    };

    const acl = (): void => {
      const lines = aclLines(kind, {
        network: range,
        tasks: cidrsOf("private"),
        clients: clientRanges(settings),
        outward: outwardPorts(settings),
        outwardDatagrams: outwardDatagramPorts(settings),
      });
      new NetworkAcl(
        this.child("acl"),
        {
          vpcId: vpc.id,
          subnetIds: this.subnets.map(({ id }) => id),
          ingress: numbered(lines.ingress),
          egress: numbered(lines.egress),
          tags: named(),
        },
        this.within(),
      );
    };

    this.cidrs = cidrsOf(kind);
    this.subnets = this.cidrs.map(subnet);
    this.tables = this.subnets.map(table);
    acl();
    this.done();
  }
}

const numbered = (lines: readonly AclLine[]) =>
  lines.map(({ protocol, cidr, from, to }, at) => ({
    ruleNo: 100 + at,
    action: "allow",
    protocol,
    cidrBlock: cidr,
    fromPort: from,
    toPort: to,
    // "Destination unreachable, fragmentation needed" is the only message that is let through.
    ...(protocol === "icmp" ? { icmpType: 3, icmpCode: 4 } : {}),
  }));
