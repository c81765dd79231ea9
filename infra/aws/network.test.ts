import { beforeAll, describe, expect, it } from "vitest";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { AwsEndpoints } from "./endpoints.ts";
import { AwsFirewall } from "./firewall.ts";
import { AwsNetwork } from "./network.ts";
import type { NetworkFacts } from "./parts.ts";
import { AwsS3Gateway } from "./s3-gateway.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

interface Made {
  readonly graph: CapturedGraph;
  readonly facts: NetworkFacts;
}

const make = async (stack: string, other: object = {}): Promise<Made> => {
  const context = await exampleContext(stack, other);
  let facts: NetworkFacts | undefined;
  const graph = await captureParts(context, () => {
    facts = new AwsNetwork("network", { context }).facts;
    const { prefixListId } = new AwsS3Gateway("s3-gateway", { context, network: facts });
    const { facts: firewall } = new AwsFirewall("firewall", { context, network: facts, s3PrefixListId: prefixListId });
    new AwsEndpoints("endpoints", { context, network: facts, firewall });
  });
  if (facts === undefined) throw new Error("no network was made");
  return { graph, facts };
};

const routesOut = ({ graph }: Made): readonly string[] =>
  ofType(graph, "aws:ec2/route:Route").map(({ name, inputs }) => {
    expect(inputs.destinationCidrBlock).toBe("0.0.0.0/0");
    return `${name}: ${"natGatewayId" in inputs ? "nat" : "internet"}`;
  });

describe("the network of SaaS", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make("saas.aws.us-east-1.flow");
  });

  it("has a subnet of each kind in three zones and gives no public address by itself", () => {
    const subnets = ofType(made.graph, "aws:ec2/subnet:Subnet");
    expect(subnets).toHaveLength(12);
    for (const { name, inputs } of subnets) expect(inputs.mapPublicIpOnLaunch, name).toBe(false);
    expect(new Set(subnets.map(({ inputs }) => inputs.availabilityZone))).toEqual(
      new Set(["us-east-1a", "us-east-1b", "us-east-1c"]),
    );
  });

  it("leads private subnets out through a NAT gateway of their zone, and databases nowhere", () => {
    expect(routesOut(made).toSorted()).toEqual([
      "network-ingress-a-out: internet",
      "network-ingress-b-out: internet",
      "network-ingress-c-out: internet",
      "network-nat-egress-a-out: internet",
      "network-nat-egress-b-out: internet",
      "network-nat-egress-c-out: internet",
      "network-private-a-out: nat",
      "network-private-b-out: nat",
      "network-private-c-out: nat",
    ]);
    const route = named(made.graph, "network-private-b-out");
    expect(route.inputs.natGatewayId).toBe(named(made.graph, "network-nat-b").id);
  });

  it("empties what AWS makes along with it", () => {
    const vpc = named(made.graph, "network-vpc");
    const group = named(made.graph, "network-default-group");
    expect(group.inputs).toMatchObject({ vpcId: vpc.id, ingress: [], egress: [] });
    expect(named(made.graph, "network-default-table").inputs.routes).toEqual([]);
    const acl = named(made.graph, "network-default-acl");
    expect(acl.inputs).toMatchObject({ ingress: [], egress: [] });
    expect(acl.ignoreChanges).toEqual(["subnetIds"]);
  });

  it("resolves the private names of endpoints", () => {
    expect(named(made.graph, "network-vpc").inputs).toMatchObject({ enableDnsSupport: true, enableDnsHostnames: true });
  });

  it("covers every subnet with an ACL of its kind", () => {
    const covered = ofType(made.graph, "aws:ec2/networkAcl:NetworkAcl").flatMap(({ inputs }) => inputs.subnetIds);
    const subnets = ofType(made.graph, "aws:ec2/subnet:Subnet").map(({ id }) => id);
    expect(covered.toSorted()).toEqual(subnets.toSorted());
  });

  it("is taken down in an order that AWS accepts: addresses before the gateway", () => {
    const gateway = named(made.graph, "network-internet").urn;
    for (const name of ["network-nat-a-address", "network-ingress-a", "network-nat-egress-a"]) {
      expect(named(made.graph, name).dependencies, name).toContain(gateway);
    }
    expect(named(made.graph, "network-nat-a").dependencies).toContain(
      named(made.graph, "network-nat-egress-a-out").urn,
    );
  });

  it("tells its zones and the ranges of its ingress", () => {
    expect(made.facts).toMatchObject({
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      ingressCidrs: ["10.40.224.0/22", "10.40.228.0/22", "10.40.232.0/22"],
      adopted: false,
    });
    expect(made.facts.routeTableIds).toHaveLength(3);
  });
});

describe("a network that nothing leaves", () => {
  it("has neither gateway, nor address, nor a route that is not local", async () => {
    const made = await make("invpc.aws.us-east-1.axonflow");
    const ways = ["internetGateway:InternetGateway", "natGateway:NatGateway", "eip:Eip", "route:Route"];
    expect(ofType(made.graph, ...ways.map((way) => `aws:ec2/${way}`))).toEqual([]);
    expect(ofType(made.graph, "aws:ec2/subnet:Subnet")).toHaveLength(9);
  });

  it("keeps its ingress inside even where tasks may leave", async () => {
    const made = await make("saas.aws.us-east-1.flow-cloudflare");
    expect(routesOut(made).filter((route) => route.startsWith("network-ingress"))).toEqual([]);
    expect(routesOut(made)).toContain("network-private-a-out: nat");
  });

  it("is public without NAT only where the load balancer is", async () => {
    const network = { create: { cidr: "10.40.0.0/16", egress: "none" } };
    const made = await make("saas.aws.us-east-1.flow", { network });
    expect(routesOut(made).toSorted()).toEqual(["a", "b", "c"].map((zone) => `network-ingress-${zone}-out: internet`));
  });
});

describe("an adopted network", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make("invpc.aws.eu-west-1.axonflow");
  });

  it("is taken as it is: nothing of it is made or emptied", () => {
    const own = made.graph.resources.filter(({ name, custom }) => custom && name.startsWith("network"));
    expect(own).toEqual([]);
    expect(made.facts).toMatchObject({ vpcId: "vpc-0a1b2c3d4e5f60718", adopted: true, ready: [], zones: [] });
    expect(made.facts.ingressCidrs, "the whole network, unless it is narrowed").toEqual(["10.61.0.0/16"]);
  });

  it("has endpoints made only for services that it has none for, narrowing nothing for its neighbours", () => {
    const endpoints = ofType(made.graph, "aws:ec2/vpcEndpoint:VpcEndpoint");
    expect(endpoints.map(({ name }) => name).toSorted()).toEqual([
      "endpoints-ecr-api",
      "endpoints-ecr-dkr",
      "endpoints-kms",
      "endpoints-logs",
      "endpoints-monitoring",
      "endpoints-secretsmanager",
      "endpoints-sts",
    ]);
    for (const { name, inputs } of endpoints) expect(inputs.policy, name).toBeUndefined();
  });

  it("is reached at S3 by the prefix list that the configuration names", () => {
    expect(named(made.graph, "firewall-api-to-s3-443-out").inputs.prefixListId).toBe("pl-6da54004");
  });
});

describe("endpoints", () => {
  it("are private, answer by the service's own name, and let only the account pass", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow");
    const interfaces = ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
      ({ inputs }) => inputs.vpcEndpointType === "Interface",
    );
    expect(interfaces).toHaveLength(7);
    for (const { name, inputs } of interfaces) {
      expect(inputs, name).toMatchObject({
        privateDnsEnabled: true,
        securityGroupIds: [named(graph, "firewall-endpoint").id],
      });
      expect(inputs.subnetIds).toHaveLength(3);
      expect(String(inputs.policy), name).toContain('"aws:PrincipalAccount":"111122223333"');
      expect(inputs).not.toHaveProperty("serviceRegion");
    }
    const s3 = named(graph, "s3-gateway-s3");
    expect(s3.inputs).toMatchObject({ vpcEndpointType: "Gateway", serviceName: "com.amazonaws.us-east-1.s3" });
    expect(s3.inputs.routeTableIds).toHaveLength(3);
    expect(named(graph, "firewall-api-to-s3-443-out").propertyDependencies.prefixListId).toEqual([s3.urn]);
  });

  it("need no word for a lent secret that is the account's own", async () => {
    const { graph } = await make("saas.aws.eu-west-1.flow");
    expect(String(named(graph, "endpoints-secretsmanager").inputs.policy)).not.toContain("LentSecrets");
  });

  it("let a secret be read that another account lends, and no other of that account's", async () => {
    const { graph } = await make("saas.aws.eu-west-1.flow", {
      pinPepper: { secretArn: "arn:aws:secretsmanager:eu-west-1:999988887777:secret:pepper-AbCdEf" },
    });
    const { Statement } = JSON.parse(String(named(graph, "endpoints-secretsmanager").inputs.policy));
    expect(Statement[1]).toEqual({
      Sid: "LentSecrets",
      Effect: "Allow",
      Principal: "*",
      Action: "secretsmanager:GetSecretValue",
      Resource: ["arn:aws:secretsmanager:eu-west-1:999988887777:secret:pepper-AbCdEf"],
      Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
    });
  });
});
