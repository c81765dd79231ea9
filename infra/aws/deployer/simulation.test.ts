import { describe, expect, it } from "vitest";
import { simulationsOf } from "./simulation.ts";

describe("what IAM's simulator is asked", () => {
  it("names resources and facts that the statement's own conditions let through", () => {
    expect(
      simulationsOf([
        {
          sid: "MakeKeys",
          why: "make keys",
          actions: ["kms:CreateKey"],
          resources: ["*"],
          conditions: {
            StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"], "aws:RequestTag/stack": "flow" },
            Bool: { "kms:MultiRegion": "false" },
            Null: { "aws:ResourceTag/stack": "true" },
            NumericLessThanEquals: { "kms:RotationPeriodInDays": "90" },
            "ForAllValues:StringEquals": { "aws:TagKeys": ["stack", "tenant"] },
          },
        },
      ]),
    ).toEqual([
      {
        sid: "MakeKeys",
        actions: ["kms:CreateKey"],
        resources: ["*"],
        context: [
          { key: "aws:RequestedRegion", type: "string", values: ["eu-west-1"] },
          { key: "aws:RequestTag/stack", type: "string", values: ["flow"] },
          { key: "kms:MultiRegion", type: "boolean", values: ["false"] },
          { key: "kms:RotationPeriodInDays", type: "numeric", values: ["90"] },
          { key: "aws:TagKeys", type: "stringList", values: ["stack", "tenant"] },
        ],
      },
    ]);
  });

  it("is a name where the statement has a pattern, and nothing where it denies", () => {
    const grant = { why: "", actions: ["iam:GetRole"], resources: ["arn:aws:iam::1:role/flow-*"] };
    expect(simulationsOf([{ ...grant, sid: "See" }])).toEqual([
      { sid: "See", actions: ["iam:GetRole"], resources: ["arn:aws:iam::1:role/flow-preflight"], context: [] },
    ]);
    expect(simulationsOf([{ ...grant, sid: "Never", effect: "Deny" }])).toEqual([]);
  });

  it("takes plain texts alone", () => {
    const later = Promise.resolve("arn");
    expect(() => simulationsOf([{ sid: "X", why: "", actions: ["a:B"], resources: [later] }])).toThrow(/plain texts/);
  });
});
