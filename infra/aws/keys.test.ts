import { beforeAll, describe, expect, it } from "vitest";
import { type CapturedGraph, type CapturedResource, ofType } from "../graph/captured.ts";
import { AwsKeys } from "./keys.ts";
import type { KeyFacts } from "./parts.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const keyType = "aws:kms/key:Key";

const make = async (stack: string, other: object = {}): Promise<{ graph: CapturedGraph; facts: KeyFacts }> => {
  const context = await exampleContext(stack, other);
  let facts: KeyFacts | undefined;
  const graph = await captureParts(context, () => {
    facts = new AwsKeys("keys", { context }).facts;
  });
  if (facts === undefined) throw new Error("no keys were made");
  return { graph, facts };
};

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: { readonly AWS?: string; readonly Service?: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const statements = ({ inputs }: CapturedResource): readonly Statement[] => {
  const document: { Statement: readonly Statement[] } = JSON.parse(String(inputs.policy));
  return document.Statement;
};
const allowing = (key: CapturedResource, action: string): readonly Statement[] =>
  statements(key).filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes(action));

describe("the stamp's keys", () => {
  let graph: CapturedGraph;
  beforeAll(async () => {
    ({ graph } = await make("saas.aws.us-east-1.flow"));
  });

  it("rotate by the profile, live in one region and outlive the stack", () => {
    const keys = ofType(graph, keyType);
    expect(keys.map(({ name }) => name)).toEqual(["keys-data", "keys-audit", "keys-secrets"]);
    for (const { name, inputs, protect, retainOnDelete } of keys) {
      expect(inputs, name).toMatchObject({
        enableKeyRotation: true,
        rotationPeriodInDays: 90,
        multiRegion: false,
        deletionWindowInDays: 30,
      });
      expect({ protect, retainOnDelete }, name).toEqual({ protect: true, retainOnDelete: true });
    }
  });

  it("are called by an alias that goes with the stack, so that the next one can have it", () => {
    const alias = named(graph, "keys-data-alias");
    expect(alias.inputs).toMatchObject({ name: "alias/flow-data", targetKeyId: named(graph, "keys-data").id });
    expect(alias.retainOnDelete).toBe(false);
  });

  it("are administered by the account, which reads nothing by that", () => {
    for (const key of ofType(graph, keyType)) {
      const [administration, ...rest] = statements(key);
      expect(administration?.Principal).toEqual({ AWS: "arn:aws:iam::111122223333:root" });
      expect(administration?.Action).toContain("kms:PutKeyPolicy");
      const uses = [administration?.Action ?? []].flat().filter((one) => /Crypt|DataKey|CreateGrant|\*/i.test(one));
      expect(uses, key.name).toEqual([]);
      for (const { Sid, Condition } of rest) expect(Condition, `${key.name} ${Sid}`).toBeDefined();
    }
  });

  it("decrypt for nobody by hand", () => {
    for (const key of ofType(graph, keyType)) {
      for (const { Sid, Principal, Condition } of allowing(key, "kms:Decrypt")) {
        if (Principal.AWS === undefined || Sid === "WrapKeysOfTenants") continue;
        expect(Condition?.StringEquals?.["kms:ViaService"], `${key.name} ${Sid}`).toBeDefined();
        expect(Condition?.StringEquals?.["kms:CallerAccount"], `${key.name} ${Sid}`).toBe("111122223333");
      }
    }
  });

  it("wrap tenants' keys for the two tasks that do, in the core API's own context", () => {
    const [wrap, ...others] = allowing(named(graph, "keys-data"), "kms:Encrypt").filter(
      ({ Condition }) => Condition?.ArnEquals !== undefined,
    );
    expect(others).toEqual([]);
    expect(wrap?.Condition).toEqual({
      ArnEquals: {
        "aws:PrincipalArn": [
          "arn:aws:iam::111122223333:role/flow-us-east-1-api-task",
          "arn:aws:iam::111122223333:role/flow-us-east-1-worker-task",
        ],
      },
      StringEquals: { "kms:EncryptionContext:bailiwick:use": "wrap" },
    });
  });

  it.each([
    ["keys-data", ["backup", "fargate.amazonaws.com", "rds", "s3"]],
    ["keys-audit", ["cloudtrail", "cloudtrail.amazonaws.com", "s3"]],
    [
      "keys-secrets",
      [
        "cloudwatch.amazonaws.com",
        "events.amazonaws.com",
        "logs",
        "logs.us-east-1.amazonaws.com",
        "rds",
        "secretsmanager",
        "sns",
      ],
    ],
  ])("%s serves these services of this region and no others", (name, services) => {
    const all = statements(named(graph, name)).flatMap(({ Principal, Condition }) => [
      ...[Principal.Service ?? []].flat(),
      ...[Condition?.StringEquals?.["kms:ViaService"] ?? []].flat().map((via) => {
        expect(via).toMatch(/\.us-east-1\.amazonaws\.com$/);
        return via.split(".")[0] ?? via;
      }),
    ]);
    expect([...new Set(all)].toSorted()).toEqual(services);
  });

  it("hold every service to this account", () => {
    for (const key of ofType(graph, keyType)) {
      for (const { Sid, Principal, Condition } of statements(key)) {
        if (Principal.Service !== undefined) expect(JSON.stringify(Condition), Sid).toContain("111122223333");
      }
    }
  });

  it("answer the trail's question about the audit key without an encryption context, and nobody else's trail", () => {
    const ofTrail = statements(named(graph, "keys-audit")).filter(
      ({ Principal }) => Principal.Service === "cloudtrail.amazonaws.com",
    );
    const source = { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/flow-audit" } };
    expect(ofTrail.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ["kms:DescribeKey", source],
      [
        "kms:GenerateDataKey",
        {
          ...source,
          StringLike: {
            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/*",
          },
        },
      ],
    ]);
  });

  it("let Fargate lend the data key for decrypting this cluster's disks and nothing else", () => {
    const [grant] = allowing(named(graph, "keys-data"), "kms:CreateGrant").filter(
      ({ Principal }) => Principal.Service === "fargate.amazonaws.com",
    );
    expect(grant?.Condition).toEqual({
      StringEquals: {
        "kms:EncryptionContext:aws:ecs:clusterAccount": "111122223333",
        "kms:EncryptionContext:aws:ecs:clusterName": "flow-workload",
      },
      "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] },
    });
  });

  it("stay within what KMS takes for a policy, 32 KiB", () => {
    for (const { inputs } of ofType(graph, keyType)) expect(String(inputs.policy).length).toBeLessThan(32_768);
  });
});

describe("keys of a stamp that ends", () => {
  it("are not protected any more, and stay all the same", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow", { lifecycle: "decommissioning" });
    for (const { protect, retainOnDelete } of ofType(graph, keyType)) {
      expect({ protect, retainOnDelete }).toEqual({ protect: false, retainOnDelete: true });
    }
  });
});

describe("keys that the customer brings", () => {
  it("are used and not touched", async () => {
    const { graph, facts } = await make("invpc.aws.eu-west-1.axonflow");
    expect(graph.resources.filter(({ custom }) => custom)).toEqual([]);
    expect(facts).toEqual({
      dataKeyArn: "arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555",
      auditKeyArn: "arn:aws:kms:eu-west-1:444455556666:key/22222222-3333-4444-5555-666666666666",
      secretsKeyArn: "arn:aws:kms:eu-west-1:444455556666:key/33333333-4444-5555-6666-777777777777",
      ready: [],
    });
  });
});
