import { type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt } from "./invariant.ts";

/** Where things that must not face the internet name their subnets. */
const inside: Readonly<Record<string, string>> = {
  "aws:ecs/service:Service": "networkConfiguration.subnets",
  "aws:scheduler/schedule:Schedule": "target.ecsParameters.networkConfiguration.subnets",
  "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "subnetIds",
};

export const privateSubnets: Invariant = {
  id: "private-subnets",
  promise: "What holds or handles data stands in subnets without a way to or from the internet but the NAT gateways.",
  *check(judged) {
    const { graph } = judged;
    const open = new Set(openSubnets(judged));
    for (const resource of graph.resources) {
      const path = inside[resource.type] ?? (isInner(resource) ? "subnets" : undefined);
      const facing = path === undefined ? [] : listAt(resource, path).filter((subnet) => open.has(subnet));
      if (facing.length > 0) yield finding(resource, `stands in ${facing.join(", ")}, which the internet reaches`);
    }
    yield* judgeRoutes(judged);
  },
};

const isInner = (resource: CapturedResource): boolean =>
  resource.type === "aws:lb/loadBalancer:LoadBalancer" && at(resource, "internal") === true;

/** Subnets whose table has a route through an internet gateway. */
const openSubnets = function* ({ graph }: Judged) {
  const tables = new Set(
    ofType(graph, "aws:ec2/route:Route")
      .filter((route) => at(route, "gatewayId") !== undefined)
      .map((route) => at(route, "routeTableId")),
  );
  for (const one of ofType(graph, "aws:ec2/routeTableAssociation:RouteTableAssociation")) {
    if (tables.has(at(one, "routeTableId"))) yield at(one, "subnetId");
  }
};

const judgeRoutes = function* ({ graph }: Judged): Generator<Finding> {
  const ids = (type: string) => new Set<unknown>(ofType(graph, type).map(({ id }) => id));
  const tables = ids("aws:ec2/routeTable:RouteTable");
  const ways: Readonly<Record<string, ReadonlySet<unknown>>> = {
    gatewayId: ids("aws:ec2/internetGateway:InternetGateway"),
    natGatewayId: ids("aws:ec2/natGateway:NatGateway"),
  };
  for (const route of ofType(graph, "aws:ec2/route:Route")) {
    const known = Object.entries(ways).some(([property, gateways]) => gateways.has(at(route, property)));
    const others = Object.keys(route.inputs).filter(
      (property) => !["routeTableId", "destinationCidrBlock", ...Object.keys(ways)].includes(property),
    );
    if (!tables.has(at(route, "routeTableId"))) yield finding(route, "is in no table of the stamp");
    if (!known || others.length > 0) yield finding(route, "leads to something that is no gateway of the stamp");
  }
};
