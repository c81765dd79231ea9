import { type CapturedResource, ofType } from "../captured.ts";
import { listedFlows, type Part } from "./flow-list.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt } from "./invariant.ts";

const inward = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const outward = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Where each kind of thing in the network names its security groups, and which part's group that may be. */
const members: readonly (readonly [
  type: string,
  path: string,
  parts: (resource: CapturedResource) => readonly Part[],
])[] = [
  ["aws:ecs/service:Service", "networkConfiguration.securityGroups", () => ["edge", "api", "worker"]],
  ["aws:scheduler/schedule:Schedule", "target.ecsParameters.networkConfiguration.securityGroups", () => ["smoke"]],
  ["aws:rds/cluster:Cluster", "vpcSecurityGroupIds", () => ["database"]],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "securityGroups",
    (balancer) => [at(balancer, "loadBalancerType") === "network" ? "origin" : "ingress"],
  ],
];

export const knownFlows: Invariant = {
  id: "known-flows",
  promise: "Only listed flows are possible, each on one port; everything in the network has its own part's group.",
  *check(judged) {
    const groups = groupsOf(judged);
    yield* judgeRules(judged, groups);
    yield* judgeMembers(judged, groups);
    yield* judgeDefaults(judged);
  },
};

/** Logical parts by the group's id. */
const groupsOf = ({ graph }: Judged): ReadonlyMap<unknown, string> =>
  new Map(
    ofType(graph, "aws:ec2/securityGroup:SecurityGroup").map(({ id, name }) => [id, name.split("-").at(-1) ?? name]),
  );

const judgeRules = function* (judged: Judged, groups: ReadonlyMap<unknown, string>): Generator<Finding> {
  const listed = listedFlows(judged);
  const gateways = new Set(ofType(judged.graph, "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ urn }) => urn));
  const { network } = judged.stamp.settings;
  const broughtList = "adopt" in network ? network.adopt.s3PrefixListId : undefined;

  const other = (rule: CapturedResource): string => {
    const ends = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"].filter(
      (property) => at(rule, property) !== undefined,
    );
    const [end] = ends;
    if (ends.length !== 1 || end === undefined) return `${ends.length} ends`;
    const value = at(rule, end);
    if (end === "referencedSecurityGroupId") return groups.get(value) ?? `group:${value}`;
    if (end === "prefixListId") {
      const own = (rule.propertyDependencies.prefixListId ?? []).some((urn) => gateways.has(urn));
      return own || (broughtList !== undefined && value === broughtList) ? "s3" : `list:${value}`;
    }
    return `range:${value}`;
  };

  for (const rule of ofType(judged.graph, inward, outward)) {
    const group = at(rule, "securityGroupId");
    const here = groups.get(group) ?? `group:${group}`;
    const [from, to] = rule.type === inward ? [other(rule), here] : [here, other(rule)];
    const flow = `${from} > ${to} ${at(rule, "ipProtocol")} ${at(rule, "fromPort")}`;
    if (!listed.has(flow) || at(rule, "fromPort") !== at(rule, "toPort")) {
      yield finding(rule, `lets ${flow}-${at(rule, "toPort")} through, which is not listed`);
    }
  }
};

const judgeMembers = function* ({ graph }: Judged, groups: ReadonlyMap<unknown, string>): Generator<Finding> {
  for (const [type, path, parts] of members) {
    for (const resource of ofType(graph, type)) {
      const found = listAt(resource, path).map((group) => groups.get(group) ?? String(group));
      const allowed: readonly string[] = parts(resource);
      if (found.length !== 1 || !allowed.includes(found[0] ?? "")) {
        yield finding(resource, `has the security groups ${found.join(", ") || "of nobody"}`);
      }
    }
  }
  for (const endpoint of ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint")) {
    if (at(endpoint, "vpcEndpointType") === "Gateway") continue;
    const found = listAt(endpoint, "securityGroupIds").map((group) => groups.get(group) ?? String(group));
    if (found.join() !== "endpoint") yield finding(endpoint, `has the security groups ${found.join(", ")}`);
  }
};

/** What a network comes with lets everything through until it is emptied; a group's own rules are in no list. */
const judgeDefaults = function* ({ graph }: Judged): Generator<Finding> {
  const empty: readonly (readonly [string, readonly string[]])[] = [
    ["aws:ec2/securityGroup:SecurityGroup", ["ingress", "egress"]],
    ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", ["ingress", "egress"]],
    ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", ["ingress", "egress"]],
    ["aws:ec2/defaultRouteTable:DefaultRouteTable", ["routes"]],
    ["aws:ec2/routeTable:RouteTable", ["routes"]],
  ];
  for (const [type, properties] of empty) {
    for (const resource of ofType(graph, type)) {
      for (const property of properties) {
        if (listAt(resource, property).length > 0) yield finding(resource, `has ${property} of its own`);
      }
    }
  }
  const networks = ofType(graph, "aws:ec2/vpc:Vpc").length;
  for (const [type] of empty.slice(1, 4)) {
    if (ofType(graph, type).length !== networks) yield { resource: "network", wrong: `keeps its default ${type}` };
  }
};
