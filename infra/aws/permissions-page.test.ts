import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { captureStack } from "../graph/capture-stack.ts";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { arnsOf } from "./arn.ts";
import { deployerGrants, deployerRow } from "./deployer/grants.ts";
import { lookGrants } from "./deployer/look-grants.ts";
import { managedPolicySize, splitPolicies } from "./deployer/split.ts";
import { exampleTypes } from "./example-types.ts";
import { boundaryPermissions, rolePermissions, sample } from "./permissions.ts";
import { permissionsPage } from "./permissions-page.ts";

const types = exampleTypes();
const facts = { arns: arnsOf(sample), stack: "axonflow" };

interface Document {
  readonly Statement: readonly { readonly Sid: string; readonly Action: readonly string[] }[];
}
const document = (value: unknown): Document => (typeof value === "string" ? JSON.parse(value) : value) as Document;

describe("the page of permissions", () => {
  it("says what the code says: else npm run docs", () => {
    const kept = readFileSync(new URL("../../docs/reference/permissions-aws.md", import.meta.url), "utf8");
    expect(permissionsPage({ types })).toBe(kept);
  });

  it("shows nobody's account and no region", () => {
    const page = permissionsPage({ types });
    expect(page).not.toMatch(/\d{12}/);
    expect(page.replaceAll("examples/stacks", "")).not.toMatch(/\b[a-z]{2}-[a-z]+-\d\b/);
  });
});

describe("roles of a captured stack", () => {
  let graph: CapturedGraph;
  beforeAll(async () => {
    graph = await captureStack("saas.aws.eu-west-1.flow");
  });

  it("are all on the page, statement by statement and action by action", () => {
    const policies = ofType(graph, "aws:iam/rolePolicy:RolePolicy");
    expect(policies.length).toBeGreaterThan(5);
    for (const { inputs } of policies) {
      const shown = rolePermissions.find(({ role }) => role === inputs.name);
      expect(shown, String(inputs.name)).toBeDefined();
      const made = document(inputs.policy).Statement.map(({ Sid, Action }) => [Sid, Action]);
      expect(shown?.grants.map(({ sid, actions }) => [sid, actions])).toEqual(made);
    }
    expect(new Set(policies.map(({ inputs }) => inputs.name))).toEqual(
      new Set(rolePermissions.map(({ role }) => role)),
    );
  });

  it("are given nothing beside their own policy", () => {
    expect(graph.resources.filter(({ type }) => /aws:iam\/.*Attachment/.test(type))).toEqual([]);
    for (const { inputs } of ofType(graph, "aws:iam/role:Role")) {
      expect(inputs).not.toHaveProperty("managedPolicyArns");
      expect(inputs).not.toHaveProperty("inlinePolicies");
    }
  });

  it("have the boundary of the page", () => {
    const [boundary] = ofType(graph, "aws:iam/policy:Policy");
    expect(document(boundary?.inputs.policy).Statement.map(({ Sid, Action }) => [Sid, Action])).toEqual(
      boundaryPermissions.map(({ sid, actions }) => [sid, actions]),
    );
  });
});

describe("who deploys", () => {
  const grants = deployerGrants(types.invpc, facts);

  it("is told what every type of the example stacks takes", () => {
    for (const type of [...types.saas, ...types.invpc]) expect(deployerRow(type).actions.length).toBeGreaterThan(0);
    expect(types.invpc.length).toBeGreaterThan(40);
    expect(() => deployerRow("aws:xray/group:Group")).toThrow(/say in infra\/aws\/deployer/);
  });

  it("can delete no key, no object and no backup, and read no secret's value", () => {
    const actions = grants.flatMap((grant) => grant.actions);
    for (const never of [
      "kms:ScheduleKeyDeletion",
      "s3:DeleteObject",
      "s3:GetObject",
      "secretsmanager:GetSecretValue",
      "backup:DeleteRecoveryPoint",
      "rds:DeleteDBClusterSnapshot",
    ]) {
      expect(actions).not.toContain(never);
    }
  });

  it("needs no action of everything, and stays in the stack's names or its region", () => {
    for (const { sid, actions, resources, conditions } of grants) {
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/);
      if (resources.includes("*")) {
        expect(conditions, sid).toEqual({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } });
      }
    }
  });

  it("hands on only the stack's roles, only to the services that use them", () => {
    const pass = grants.find(({ sid }) => sid === "PassRoles");
    expect(pass?.resources).toEqual(["arn:aws:iam::111122223333:role/axonflow-eu-west-1-*"]);
    expect(pass?.conditions?.StringEquals?.["iam:PassedToService"]).toEqual(
      expect.arrayContaining(["ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"]),
    );
  });

  it("gets policies that IAM takes", () => {
    const parts = splitPolicies(grants);
    expect(parts.length).toBeLessThanOrEqual(10);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(managedPolicySize);
    expect(parts.flatMap((part) => document(part).Statement).length).toBe(grants.length);
  });

  it("asks for less where less is made", () => {
    const fewer = deployerGrants(["aws:sns/topic:Topic"], facts);
    const looks = lookGrants(facts.arns).map(({ sid }) => sid);
    expect(fewer.map(({ sid }) => sid)).toEqual(["DeploySns", ...looks]);
  });
});
