import { at, finding, type Invariant, listAt } from "./invariant.ts";

/** Properties that would give something a public address. */
const mustBeFalse: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
  "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible"],
  "aws:rds/instance:Instance": ["publiclyAccessible"],
  "aws:ecs/service:Service": ["networkConfiguration.assignPublicIp"],
};
const anywhere = new Set(["0.0.0.0/0", "::/0"]);

export const noPublicAddress: Invariant = {
  id: "no-public-address",
  promise:
    "Nothing has a public address but, in SaaS, the load balancer; nothing is open to the world but its 443 and 80.",
  *check({ graph: { resources }, stamp }) {
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
      if (resource.type === "aws:ec2/eip:Eip" && !/-nat/.test(resource.name))
        yield finding(resource, "is a public address");
      if (resource.type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
        const open = [at(resource, "cidrIpv4"), at(resource, "cidrIpv6")].some((range) => anywhere.has(String(range)));
        const port = at(resource, "fromPort");
        if (open && (!isPublic || at(resource, "toPort") !== port || (port !== 443 && port !== 80))) {
          yield finding(resource, "is open to the world");
        }
      }
      if (resource.type === "aws:ec2/securityGroup:SecurityGroup" && listAt(resource, "ingress").length > 0) {
        yield finding(resource, "has rules of its own, which the flow table does not know");
      }
    }
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
