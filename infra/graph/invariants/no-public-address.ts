import { type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged } from "./invariant.ts";

/** Properties that would give something a public address. */
const mustBeFalse: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
  "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible"],
  "aws:rds/instance:Instance": ["publiclyAccessible"],
  "aws:ecs/service:Service": ["networkConfiguration.assignPublicIp"],
  "aws:scheduler/schedule:Schedule": ["target.ecsParameters.networkConfiguration.assignPublicIp"],
};

export const noPublicAddress: Invariant = {
  id: "no-public-address",
  promise: "Nothing has a public address but, in SaaS, the load balancer; no gateway to the internet is there unasked.",
  *check(judged) {
    const { graph, stamp } = judged;
    const { resources } = graph;
    const isPublic = stamp.settings.mode === "saas" && stamp.settings.edge.placement === "regional";
    const publicBalancers = resources.filter(
      (resource) => resource.type === "aws:lb/loadBalancer:LoadBalancer" && at(resource, "internal") !== true,
    );
    for (const balancer of publicBalancers) {
      if (!isPublic) yield finding(balancer, "is not internal");
      if (at(balancer, "loadBalancerType") === "network")
        yield finding(balancer, "is public and only the ingress may be");
    }
    if (isPublic && publicBalancers.length > 1) {
      for (const balancer of publicBalancers.slice(1)) yield finding(balancer, "is a second public load balancer");
    }
    for (const resource of resources) {
      for (const path of mustBeFalse[resource.type] ?? []) {
        if (at(resource, path) !== false) yield finding(resource, `must have ${path}: false`);
      }
    }
    yield* judgeAddresses(judged);
    const blocked = new Set(
      resources
        .filter(({ type }) => type === "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
        .filter((block) =>
          ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
            (property) => at(block, property) === true,
          ),
        )
        .map((block) => at(block, "bucket")),
    );
    for (const bucket of resources.filter(({ type }) => type === "aws:s3/bucket:Bucket")) {
      if (!blocked.has(bucket.id)) yield finding(bucket, "does not block public access in all four ways");
    }
  },
};

/** Public addresses are for the NAT gateways, gateways for a network that has a door or a way out. */
const judgeAddresses = function* ({ graph, stamp: { settings } }: Judged): Generator<Finding> {
  const nats = ofType(graph, "aws:ec2/natGateway:NatGateway");
  const used = new Set(nats.map((nat) => at(nat, "allocationId")));
  for (const address of ofType(graph, "aws:ec2/eip:Eip")) {
    const elsewhere = ["instance", "networkInterface"].some((property) => at(address, property) !== undefined);
    if (!used.has(address.id) || elsewhere) yield finding(address, "is a public address");
  }
  const { network, mode } = settings;
  const leaves = "create" in network && network.create.egress === "nat";
  const unasked: readonly CapturedResource[] = [
    ...(leaves ? [] : nats),
    ...(leaves || ("create" in network && mode === "saas")
      ? []
      : ofType(graph, "aws:ec2/internetGateway:InternetGateway")),
  ];
  for (const gateway of unasked)
    yield finding(gateway, "is a way to the internet that the stack file does not ask for");
};
