import { added, first, put, rewritten, without } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import { balancer, cluster, flowLog, inward, listener, schedule, service, trail } from "./types.ts";

const open = { securityGroupId: "sg-db", cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443, ipProtocol: "tcp" };
const { cidrIpv4: _, ...closed } = open;
const redirects = /http$/;

export const ofNetwork: MutationSet = {
  "known-flows": {
    "half of the world": first(inward, put("cidrIpv4", "0.0.0.0/1"), /database/),
    "the world for the database": first(
      inward,
      (rule) => put("referencedSecurityGroupId", undefined)(put("cidrIpv4", "0.0.0.0/0")(rule)),
      /database|origin/,
    ),
    "every port": first(inward, (rule) => put("fromPort", 0)(put("toPort", 65_535)(rule))),
    "every protocol": first(inward, put("ipProtocol", "-1")),
    "the world of IPv6": first(inward, put("cidrIpv6", "0::/0")),
    "one more rule for the world": added(inward, open),
    "a list of addresses": added(inward, { ...closed, prefixListId: "pl-world" }),
    "a list that is not S3's": first(
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      (rule) => ({ ...put("prefixListId", "pl-world")(rule), propertyDependencies: {} }),
      /s3/,
    ),
    "a service in a group of others": first(service, put("networkConfiguration.securityGroups", ["sg-open"])),
    "a server in AWS's group": first(cluster, put("vpcSecurityGroupIds", undefined)),
    "the check in a group of others": first(
      schedule,
      put("target.ecsParameters.networkConfiguration.securityGroups", ["sg-open"]),
    ),
    "rules inside of a group": first(
      "aws:ec2/securityGroup:SecurityGroup",
      put("ingress", [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }]),
    ),
    "AWS's own group as it comes": without("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
  },
  "private-subnets": {
    "a route from somewhere to the internet": added("aws:ec2/route:Route", {
      routeTableId: "rtb-private",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "igw-1",
    }),
    "tasks that the internet reaches": (graph) => {
      const route = graph.resources.find(({ type, inputs }) => type === "aws:ec2/route:Route" && inputs.gatewayId);
      const tables = graph.resources.filter(({ type }) => type === "aws:ec2/routeTable:RouteTable");
      const inner = tables.find(({ name }) => /private-a/.test(name));
      if (route === undefined || inner === undefined) return undefined;
      const fresh = { ...put("routeTableId", inner.id)(route), name: `${route.name}-more`, urn: `${route.urn}-more` };
      return { ...graph, resources: [...graph.resources, fresh] };
    },
    "a way to another network": first("aws:ec2/route:Route", (route) =>
      put("vpcPeeringConnectionId", "pcx-1")(put("natGatewayId", undefined)(put("gatewayId", undefined)(route))),
    ),
  },
  "no-public-address": {
    "a task with a public address": first(service, put("networkConfiguration.assignPublicIp", true)),
    "a check with a public address": first(
      schedule,
      put("target.ecsParameters.networkConfiguration.assignPublicIp", true),
    ),
    "a subnet that gives addresses": first("aws:ec2/subnet:Subnet", put("mapPublicIpOnLaunch", true)),
    "a public database": first("aws:rds/clusterInstance:ClusterInstance", put("publiclyAccessible", true)),
    "a public origin": first(balancer, put("internal", false), /origin/),
    "a bucket that may be public": without("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    "a spare public address": added("aws:ec2/eip:Eip", {}),
  },
  "encrypted-on-the-way": {
    "a listener of the last decade": first(listener, put("sslPolicy", "ELBSecurityPolicy-2016-08"), /https$/),
    "a listener with weak ciphers": first(
      listener,
      put("sslPolicy", "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"),
      /https$/,
    ),
    "plain text to the edge": first("aws:lb/targetGroup:TargetGroup", put("protocol", "HTTP"), /^(?!.*redirect)/),
    "plain text for clients": first(
      listener,
      put("defaultActions", [{ type: "forward", targetGroupArn: "arn:x" }]),
      redirects,
    ),
    "plain text for clients, by the edge's own targets": (graph) => {
      const https = graph.resources.find(({ type, name }) => type === listener && /https$/.test(name));
      return https && first(listener, put("defaultActions", https.inputs.defaultActions), redirects)(graph);
    },
    "plain TCP at the front door": added(listener, {
      loadBalancerArn: "x",
      protocol: "TCP",
      port: 5432,
      defaultActions: [],
    }),
    "a page instead of the edge": first(listener, put("defaultActions", [{ type: "fixed-response" }]), /https$/),
    "a database without TLS": first(
      "aws:rds/clusterParameterGroup:ClusterParameterGroup",
      rewritten("parameters", '"name":"rds.force_ssl","value":"1"', '"name":"rds.force_ssl","value":"0"'),
    ),
    "an origin without TLS": first(
      "cloudflare:index/connectivityDirectoryService:ConnectivityDirectoryService",
      (origin) => put("httpPort", 8080)(put("httpsPort", undefined)(origin)),
    ),
  },
  recorded: {
    "no trail": without(trail),
    "a trail that is off": first(trail, put("enableLogging", false)),
    "a trail that proves nothing": first(trail, put("enableLogFileValidation", false)),
    "a trail of nothing": first(trail, (one) =>
      put("eventSelectors", [])(put("advancedEventSelectors", undefined)(one)),
    ),
    "a trail that leaves reads out": first(trail, put("advancedEventSelectors.1", null)),
    "a trail without IAM": first(trail, put("includeGlobalServiceEvents", false)),
    "a trail for others": first(trail, put("s3BucketName", "evil-bucket")),
    "no flow log": without(flowLog),
    "only what was refused": first(flowLog, put("trafficType", "REJECT")),
    "flows for others": first(flowLog, put("logDestination", "arn:aws:s3:::evil")),
    "no access log": first(balancer, put("accessLogs.enabled", false), /ingress|front/),
    "access logs for others": first(balancer, put("accessLogs.bucket", "evil"), /ingress|front/),
    "ambiguous requests": first(balancer, put("desyncMitigationMode", "monitor"), /ingress|front/),
  },
};
