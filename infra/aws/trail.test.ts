import { beforeAll, describe, expect, it } from "vitest";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";
import { AwsTrail } from "./trail.ts";

const make = async (stack: string, other: object = {}): Promise<CapturedGraph> => {
  const context = await exampleContext(stack, other);
  const { network, keys, storage } = exampleFacts(context);
  return captureParts(context, () => {
    new AwsTrail("trail", { context, network, keys, storage, serviceBoundaryArn: "arn:boundary" });
  });
};

describe("the trail", () => {
  let graph: CapturedGraph;
  beforeAll(async () => {
    graph = await make("saas.aws.us-east-1.flow");
  });

  it("stays in its region, is encrypted, and shows when a file was altered", () => {
    const trail = named(graph, "trail-calls");
    expect(trail.protect).toBe(true);
    expect(trail.inputs).toMatchObject({
      name: "flow-audit",
      s3BucketName: "audit-bucket",
      s3KeyPrefix: "trail",
      kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/audit",
      enableLogFileValidation: true,
      enableLogging: true,
      isMultiRegionTrail: false,
      isOrganizationTrail: false,
    });
  });

  it("records every access to an object, and none of its own", () => {
    expect(named(graph, "trail-calls").inputs.advancedEventSelectors).toMatchObject([
      { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          {
            field: "resources.ARN",
            startsWiths: ["arn:aws:s3:::blobs-bucket/", "arn:aws:s3:::artifacts-bucket/", "arn:aws:s3:::audit-bucket/"],
            notStartsWiths: ["arn:aws:s3:::audit-bucket/trail/"],
          },
        ],
      },
    ]);
  });
});

describe("flow logs", () => {
  it("cover the stamp's whole network, every minute, under a key and with an end", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    const [log, ...more] = ofType(graph, "aws:ec2/flowLog:FlowLog");
    expect(more).toEqual([]);
    expect(log?.inputs).toMatchObject({
      vpcId: "vpc-1",
      trafficType: "ALL",
      maxAggregationInterval: 60,
      logDestination: "arn:aws:logs:us-east-1:111122223333:log-group:/bailiwick/flow-network-flows",
    });
    expect(log?.dependencies).toContain(named(graph, "trail-flows-role-policy").urn);
    expect(named(graph, "trail-flows")).toMatchObject({
      protect: true,
      inputs: {
        kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/secrets",
        retentionInDays: 90,
        deletionProtectionEnabled: true,
      },
    });
  });

  it("are written by a role that can write to their group and nowhere else", async () => {
    const graph = await make("saas.aws.us-east-1.flow");
    const group = "arn:aws:logs:us-east-1:111122223333:log-group:/bailiwick/flow-network-flows";
    expect(named(graph, "trail-flows-role-policy").inputs.policy).toMatchObject({
      Statement: [{ Effect: "Allow", Resource: [group, `${group}:log-stream:*`] }],
    });
    expect(JSON.stringify(named(graph, "trail-flows-role").inputs.assumeRolePolicy)).toContain(
      '"aws:SourceAccount":"111122223333"',
    );
  });

  it("watch only the stamp's own subnets in a network with neighbours, each once", async () => {
    const graph = await make("invpc.aws.eu-west-1.axonflow");
    const logs = ofType(graph, "aws:ec2/flowLog:FlowLog");
    // Ingress and private subnets are the same three in this network.
    expect(logs).toHaveLength(6);
    for (const { inputs } of logs) expect(inputs).not.toHaveProperty("vpcId");
    expect(new Set(logs.map(({ inputs }) => inputs.subnetId)).size).toBe(6);
  });
});

describe("the trail of a stamp that ends", () => {
  it("can be destroyed", async () => {
    const graph = await make("saas.aws.us-east-1.flow", { lifecycle: "decommissioning" });
    expect(named(graph, "trail-calls").protect).toBe(false);
    expect(named(graph, "trail-flows").inputs.deletionProtectionEnabled).toBe(false);
  });
});
