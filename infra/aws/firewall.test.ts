import { beforeAll, describe, expect, it } from "vitest";
import { exampleStacks } from "../config/example-stacks.ts";
import { type CapturedGraph, type CapturedResource, ofType } from "../graph/captured.ts";
import { AwsFirewall } from "./firewall.ts";
import { flowsOf } from "./flows.ts";
import { peers } from "./parts.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const make = async (stack: string): Promise<CapturedGraph> => {
  const context = await exampleContext(stack);
  return captureParts(context, () => {
    new AwsFirewall("firewall", { context, network: { vpcId: "vpc-1" }, s3PrefixListId: "pl-1" });
  });
};
const ranges = (rules: readonly CapturedResource[]): readonly string[] =>
  rules.flatMap(({ name, inputs }) => (inputs.cidrIpv4 === undefined ? [] : [`${name} ${inputs.cidrIpv4}`]));

describe("the firewall of SaaS", () => {
  let graph: CapturedGraph;
  beforeAll(async () => {
    graph = await make("saas.aws.us-east-1.flow");
  });

  it("has a group for each peer and no rule inside of a group", () => {
    const groups = ofType(graph, "aws:ec2/securityGroup:SecurityGroup");
    expect(groups).toHaveLength(peers.length);
    for (const { inputs } of groups) {
      expect(inputs).not.toHaveProperty("ingress");
      expect(inputs).not.toHaveProperty("egress");
      expect(String(inputs.description)).toMatch(/^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });

  it("opens one port at a time, by TCP, and says why", () => {
    for (const { name, inputs } of ofType(graph, ingressRule, egressRule)) {
      expect(inputs.ipProtocol, name).toBe("tcp");
      expect(inputs.fromPort, name).toBe(inputs.toPort);
      expect(String(inputs.description).length, name).toBeGreaterThan(10);
    }
  });

  it("lets the internet in at the load balancer alone", () => {
    expect(ranges(ofType(graph, ingressRule))).toEqual([
      "firewall-internet-to-ingress-443-in 0.0.0.0/0",
      "firewall-internet-to-ingress-80-in 0.0.0.0/0",
    ]);
  });

  it("opens both ends of a flow between groups, each naming the other", () => {
    const edge = named(graph, "firewall-edge").id;
    const origin = named(graph, "firewall-origin").id;
    expect(named(graph, "firewall-edge-to-origin-8443-out").inputs).toMatchObject({
      securityGroupId: edge,
      referencedSecurityGroupId: origin,
      fromPort: 8443,
    });
    expect(named(graph, "firewall-edge-to-origin-8443-in").inputs).toMatchObject({
      securityGroupId: origin,
      referencedSecurityGroupId: edge,
    });
  });

  it("gives the database no way out", () => {
    const database = named(graph, "firewall-database").id;
    expect(ofType(graph, egressRule).filter(({ inputs }) => inputs.securityGroupId === database)).toEqual([]);
  });
});

describe("the firewall before adopted servers", () => {
  it("makes no group for databases and adds its rules to the customer's", async () => {
    const graph = await make("invpc.aws.eu-central-1.flow8");
    expect(ofType(graph, "aws:ec2/securityGroup:SecurityGroup").map(({ name }) => name)).not.toContain(
      "firewall-database",
    );
    const rules = ofType(graph, ingressRule).filter(({ inputs }) => inputs.fromPort === 5432);
    expect(rules.map(({ inputs }) => inputs.securityGroupId).toSorted()).toEqual([
      "sg-0a1b2c3d4e5f60741",
      "sg-0a1b2c3d4e5f60741",
      "sg-0a1b2c3d4e5f60742",
      "sg-0a1b2c3d4e5f60742",
    ]);
  });
});

describe("every example's firewall", () => {
  it.each(exampleStacks.map(({ stack }) => stack))("%s has no rule that the table does not know", async (stack) => {
    const graph = await make(stack);
    const rules = ofType(graph, ingressRule, egressRule);
    expect(new Set(rules.map(({ urn }) => urn)).size).toBe(rules.length);
    const { settings } = await exampleContext(stack);
    const ports = new Set(flowsOf(settings).map(({ port }) => port));
    for (const { inputs } of rules) expect(ports).toContain(inputs.fromPort);
  });
});
