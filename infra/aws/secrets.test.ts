import { type Input, output } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { regionSecrets, type SecretFacts } from "./parts.ts";
import { AwsSecrets } from "./secrets.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const make = async (stack: string, other: object = {}): Promise<{ graph: CapturedGraph; facts: SecretFacts }> => {
  const context = await exampleContext(stack, other);
  const { keys } = exampleFacts(context);
  let facts: SecretFacts | undefined;
  const graph = await captureParts(context, () => {
    facts = new AwsSecrets("secrets", { context, keys }).facts;
  });
  if (facts === undefined) throw new Error("no secrets were made");
  return { graph, facts };
};
const resolved = (input: Input<string>): Promise<string> =>
  new Promise((resolve) => {
    output(input).apply(resolve);
  });
const secretType = "aws:secretsmanager/secret:Secret";

describe("secrets of a region", () => {
  let graph: CapturedGraph;
  beforeAll(async () => {
    ({ graph } = await make("saas.aws.us-east-1.flow"));
  });

  it("are places without a value, one for each, that can be brought back for 30 days", () => {
    const secrets = ofType(graph, secretType);
    expect(secrets).toHaveLength(regionSecrets.length);
    for (const { name, inputs, protect } of secrets) {
      expect(protect, name).toBe(true);
      expect(inputs, name).toMatchObject({
        kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/secrets",
        recoveryWindowInDays: 30,
      });
      expect(inputs).not.toHaveProperty("replicas");
    }
    expect(graph.resources.filter(({ type }) => type.includes("secretVersion"))).toEqual([]);
  });

  it("have names that the salt makes new, for a removed name is taken for 30 days", async () => {
    expect(named(graph, "secrets-pin-private-key").inputs.name).toBe("bailiwick/flow-pin-private-key-a1");
    const { graph: next } = await make("saas.aws.us-east-1.flow", { nameSalt: "b2" });
    expect(named(next, "secrets-pin-private-key").inputs.name).toBe("bailiwick/flow-pin-private-key-b2");
  });

  it("refuse other accounts and calls without TLS, each by its own policy", () => {
    for (const { name, inputs } of ofType(graph, "aws:secretsmanager/secretPolicy:SecretPolicy")) {
      expect(inputs.blockPublicPolicy, name).toBe(true);
      const { Statement } = JSON.parse(String(inputs.policy));
      const secretArn = String(inputs.secretArn);
      expect(Statement).toEqual([
        expect.objectContaining({ Sid: "DenyOtherAccounts", Effect: "Deny", Resource: secretArn }),
        expect.objectContaining({ Sid: "DenyWithoutTls", Effect: "Deny", Resource: secretArn }),
      ]);
      expect(Statement[0].Condition.StringNotEquals).toEqual({ "aws:PrincipalAccount": "111122223333" });
    }
  });
});

describe("the pepper of pin maps", () => {
  it("is taken from the first region where there is one", async () => {
    const { graph, facts } = await make("saas.aws.eu-west-1.flow");
    expect(ofType(graph, secretType)).toHaveLength(regionSecrets.length - 1);
    expect(facts.pinPepper).toBe("arn:aws:secretsmanager:eu-west-1:111122223333:secret:bailiwick/pin-pepper-AbCdEf");
  });
});

describe("the pepper of a product's first region", () => {
  it("stays in its keeping when it knows the other regions", async () => {
    const { graph, facts } = await make("saas.aws.eu-central-1.fluxi");
    const { inputs, protect, id } = named(graph, "secrets-pin-pepper");
    expect([inputs.name, protect]).toEqual(["bailiwick/fluxi-pin-pepper-a1", true]);
    expect(await resolved(facts.pinPepper)).toBe(id);
  });
});

describe("secrets of a stamp that ends", () => {
  it("can be removed, and be brought back all the same", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow", { lifecycle: "decommissioning" });
    for (const { protect, inputs } of ofType(graph, secretType)) {
      expect([protect, inputs.recoveryWindowInDays]).toEqual([false, 30]);
    }
  });
});
