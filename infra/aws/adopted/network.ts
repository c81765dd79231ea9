import type { FoundProblem } from "@bailiwick/contract/problems-found";
import { type GetRouteTableResult, getRouteTable } from "@pulumi/aws/ec2/getRouteTable.js";
import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
import { type GetVpcEndpointResult, getVpcEndpoint } from "@pulumi/aws/ec2/getVpcEndpoint.js";
import type { AwsStampSettings } from "../../config/aws-schema.ts";
import { endpointServices } from "../../config/network-services.ts";
import { problem } from "../../config/rules/rule.ts";
import { sizeOf } from "../capacity.ts";
import { type Check, look, together } from "./look.ts";
import { type SubnetList, subnetProblems } from "./subnets.ts";

type Adopted = Extract<AwsStampSettings["network"], { adopt: unknown }>["adopt"];

/** A network that is brought: of one piece, private where it must be, and with room. */
export const networkProblems: Check = async ({ settings }, as) => {
  if (!("adopt" in settings.network)) return [];
  const network = settings.network.adopt;
  const { vpcId, cidr, routeTableIds, endpoints } = network;
  const tables: GetRouteTableResult[] = [];
  const problems = await together([
    look({
      path: "network.adopt.vpcId",
      find: () => getVpc({ id: vpcId }, as),
      judge: function* (vpc) {
        const ranges = [vpc.cidrBlock, ...vpc.cidrBlockAssociations.map(({ cidrBlock }) => cidrBlock)];
        if (!ranges.includes(cidr)) yield `must have the range network.adopt.cidr, ${cidr}; it has ${vpc.cidrBlock}`;
        if (!vpc.enableDnsSupport || !vpc.enableDnsHostnames) {
          yield "must have DNS support and DNS host names on: private endpoints are found by name";
        }
      },
    }),
    ...subnetLists(settings, network).map((list) => subnetProblems(list, as)),
    ...routeTableIds.map((routeTableId, at) =>
      look({
        path: `network.adopt.routeTableIds.${at}`,
        find: () => getRouteTable({ routeTableId }, as),
        judge: (table) => {
          tables.push(table);
          return routeFaults(table, network);
        },
      }),
    ),
    ...endpoints.map((service, at) =>
      look({
        path: `network.adopt.endpoints.${at}`,
        find: () => getVpcEndpoint(endpointArgs(settings.region, vpcId, service), as),
        judge: (endpoint) => endpointFaults(service, endpoint, network),
        // One in each of several groups of subnets: there is one, and that is what was asked.
        unless: /^multiple /i,
      }),
    ),
  ]);
  return tables.length < routeTableIds.length ? problems : [...problems, ...unrouted(tables, network)];
};

/** AWS asks for eight addresses in each subnet of a load balancer, so that it can grow. */
const balancer = { addresses: 8, for: "the load balancer" };
/** A primary, a replica, and the ones that replace them. */
const servers = { addresses: 4, for: "database servers" };

const subnetLists = (settings: AwsStampSettings, network: Adopted): readonly SubnetList[] => {
  const { vpcId, cidr, privateSubnetIds, databaseSubnetIds, ingressSubnetIds, endpoints } = network;
  const made = endpointServices.filter((service) => !endpoints.includes(service)).length;
  const tasks = (["api", "worker", "edge"] as const).reduce((sum, task) => sum + sizeOf(task, settings).max, 0);
  // A release starts the new tasks before it ends the old ones.
  const perZone = Math.ceil((2 * tasks) / privateSubnetIds.length);
  const room = { addresses: made + perZone, for: `${made} endpoints and ${perZone} tasks` };
  const whole = { vpcId, cidr };
  return [
    { ...whole, name: "privateSubnetIds", ids: privateSubnetIds, zones: 3, free: room, mayBePublic: false },
    { ...whole, name: "databaseSubnetIds", ids: databaseSubnetIds, zones: 3, free: servers, mayBePublic: false },
    {
      ...whole,
      name: "ingressSubnetIds",
      ids: ingressSubnetIds,
      zones: 2,
      free: balancer,
      mayBePublic: settings.mode === "saas",
    },
  ];
};

const everywhere = ["0.0.0.0/0", "::/0"];

const routeFaults = function* (table: GetRouteTableResult, { vpcId, egress }: Adopted): Generator<string> {
  if (table.vpcId !== vpcId) {
    yield `must belong to ${vpcId}; ${table.routeTableId} belongs to ${table.vpcId}`;
    return;
  }
  const defaults = table.routes.filter((route) =>
    [route.cidrBlock, route.ipv6CidrBlock].some((range) => everywhere.includes(range)),
  );
  if (defaults.some(({ gatewayId }) => gatewayId.startsWith("igw-"))) {
    yield `must not lead to the internet gateway, as ${table.routeTableId} does: its subnets would be public`;
  } else if (egress === "nat" && defaults.length === 0) {
    yield `must have a default route, by a NAT gateway or a transit gateway: network.adopt.egress is "nat"`;
  }
};

/** The endpoint of S3 is reached by the tables that it is entered in: a private subnet with another one has no way to it. */
const unrouted = (tables: readonly GetRouteTableResult[], network: Adopted): readonly FoundProblem[] => {
  const associations = tables.flatMap((table) => table.associations);
  if (associations.some(({ main }) => main)) return []; // it serves every subnet that has none of its own
  const routed = new Set(associations.map(({ subnetId }) => subnetId));
  const lost = network.privateSubnetIds.filter((id) => !routed.has(id));
  if (lost.length === 0) return [];
  return [problem("network.adopt.routeTableIds", `must have the route tables of ${lost.join(", ")} too`)];
};

const endpointArgs = (region: string, vpcId: string, service: string) => ({
  vpcId,
  serviceName: `com.amazonaws.${region}.${service}`,
  // S3 may have one of each kind; tasks use the gateway.
  ...(service === "s3" ? { filters: [{ name: "vpc-endpoint-type", values: ["Gateway"] }] } : {}),
});

const endpointFaults = function* (
  service: string,
  { id, state, vpcEndpointType, privateDnsEnabled, prefixListId }: GetVpcEndpointResult,
  { s3PrefixListId }: Adopted,
): Generator<string> {
  if (state.toLowerCase() !== "available") yield `names ${service}, whose endpoint ${id} is ${state}`;
  if (vpcEndpointType === "Interface" && !privateDnsEnabled) {
    yield `names ${service}, whose endpoint ${id} must have private DNS names on`;
  }
  if (service === "s3" && prefixListId !== s3PrefixListId) {
    yield `names s3, whose endpoint has the prefix list ${prefixListId}; network.adopt.s3PrefixListId is another`;
  }
};
