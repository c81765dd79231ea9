import { describe, expect, it } from "vitest";
import { computedOutputs, knownTypes } from "./computed-outputs.ts";
import { sdkProperties } from "./sdk-properties.ts";

const context = { accountId: "111122223333", region: "eu-central-1", partition: "aws" };
/** Every row reads these or does without them. */
const inputs = {
  loadBalancerArn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/a/0123456789abcdef",
  listenerArn:
    "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/a/0123456789abcdef/0123456789abcdef",
  hostname: "eu.example.com",
};
const outputsOf = (type: string, name = "one", given: Record<string, unknown> = {}) =>
  computedOutputs(type, name, { ...inputs, ...given }, context);

describe("computed outputs", () => {
  it.each(knownTypes)("%s answers all that the SDK calls computed, and nothing it does not declare", (type) => {
    const { state, computed } = sdkProperties(type);
    const outputs = new Set(Object.keys(outputsOf(type).outputs));
    const optional = new Set(["tagsAll", "references", "exportsReconciliation", "links"]);
    expect([...outputs].filter((property) => !state.has(property))).toEqual([]);
    expect([...computed].filter((property) => !outputs.has(property) && !optional.has(property))).toEqual([]);
  });

  it("is a pure function of its arguments", () => {
    for (const type of knownTypes) expect(outputsOf(type)).toEqual(outputsOf(type));
  });

  it("gives two resources of a type two identities, and a replacement a third", () => {
    const ids = [
      outputsOf("aws:kms/key:Key", "one").id,
      outputsOf("aws:kms/key:Key", "two").id,
      computedOutputs("aws:kms/key:Key", "one", inputs, { ...context, incarnation: 1 }).id,
      computedOutputs("aws:kms/key:Key", "one", inputs, { ...context, region: "eu-west-1" }).id,
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refuses a type it does not know, by name", () => {
    expect(() => outputsOf("aws:made/up:Up")).toThrow(/aws:made\/up:Up \(one\) has no row/);
  });

  it("writes ARNs as AWS does", () => {
    const named = { name: "a", bucket: "a", clusterIdentifier: "a", identifier: "a", family: "a", cluster: "arn:x/c" };
    const arn = (type: string) => outputsOf(type, "one", named).outputs.arn;
    expect(arn("aws:s3/bucket:Bucket")).toBe("arn:aws:s3:::a");
    expect(arn("aws:iam/role:Role")).toBe("arn:aws:iam::111122223333:role/a");
    expect(arn("aws:rds/cluster:Cluster")).toBe("arn:aws:rds:eu-central-1:111122223333:cluster:a");
    expect(arn("aws:ecs/service:Service")).toBe("arn:aws:ecs:eu-central-1:111122223333:service/c/a");
    expect(arn("aws:ecs/taskDefinition:TaskDefinition")).toBe(
      "arn:aws:ecs:eu-central-1:111122223333:task-definition/a:1",
    );
    expect(arn("aws:cloudwatch/logGroup:LogGroup")).toBe("arn:aws:logs:eu-central-1:111122223333:log-group:a");
    expect(arn("aws:secretsmanager/secret:Secret")).toMatch(
      /:secretsmanager:eu-central-1:111122223333:secret:a-\w{6}$/,
    );
  });

  it("has a master secret only where RDS manages the password", () => {
    const secrets = (given: Record<string, unknown>) =>
      outputsOf("aws:rds/cluster:Cluster", "one", given).outputs.masterUserSecrets;
    expect(secrets({})).toEqual([]);
    expect(secrets({ manageMasterUserPassword: true, masterUserSecretKmsKeyId: "k" })).toEqual([
      expect.objectContaining({ kmsKeyId: "k", secretArn: expect.stringContaining(":secret:rds!cluster-") }),
    ]);
  });

  it("has interfaces and names for an interface endpoint, a prefix list for a gateway", () => {
    const endpoint = (given: Record<string, unknown>) =>
      outputsOf("aws:ec2/vpcEndpoint:VpcEndpoint", "one", { serviceName: "com.amazonaws.eu-central-1.kms", ...given })
        .outputs;
    const byInterface = endpoint({ vpcEndpointType: "Interface", subnetIds: ["subnet-1", "subnet-2"] });
    expect(byInterface.networkInterfaceIds).toHaveLength(2);
    expect(byInterface.dnsEntries).toEqual([
      expect.objectContaining({ dnsName: expect.stringContaining(".kms.eu-central-1.vpce.") }),
    ]);
    expect(endpoint({}).prefixListId).toMatch(/^pl-/);
  });

  it("passes tags on as tagsAll", () => {
    expect(outputsOf("aws:kms/key:Key", "one", { tags: { a: "b" } }).outputs.tagsAll).toEqual({ a: "b" });
  });
});
