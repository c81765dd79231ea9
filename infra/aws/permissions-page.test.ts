import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { captureStack } from "../graph/capture-stack.ts";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { arnsOf } from "./arn.ts";
import type { DeployerFacts } from "./deployer/facts.ts";
import { deployerGrants, deployerRow, deployerRows } from "./deployer/grants.ts";
import { lookGrants } from "./deployer/look-grants.ts";
import { managedPolicySize, splitPolicies } from "./deployer/split.ts";
import { exampleTypes } from "./example-types.ts";
import {
  backupBoundaryPermissions,
  boundaryPermissions,
  rolePermissions,
  sample,
  serviceBoundaryPermissions,
} from "./permissions.ts";
import { permissionsPage } from "./permissions-page.ts";

const types = exampleTypes();
const facts: DeployerFacts = {
  arns: arnsOf(sample),
  name: "axonflow",
  stack: "invpc.aws.eu-west-1.axonflow",
  copyRegions: [],
  givenKeys: [],
};

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

  it("have the boundaries of the page", () => {
    const shown = {
      "task-boundary": boundaryPermissions,
      "service-boundary": serviceBoundaryPermissions,
      "backup-boundary": backupBoundaryPermissions,
    };
    const made = ofType(graph, "aws:iam/policy:Policy");
    expect(made).toHaveLength(Object.keys(shown).length);
    for (const [part, grants] of Object.entries(shown)) {
      const policy = made.find(({ inputs }) => String(inputs.name).endsWith(`-${part}`));
      expect(document(policy?.inputs.policy).Statement.map(({ Sid, Action }) => [Sid, Action])).toEqual(
        grants.map(({ sid, actions }) => [sid, actions]),
      );
    }
  });
});

describe("who deploys", () => {
  const grants = deployerGrants(Object.keys(deployerRows), facts);
  const granted = (sid: string) => grants.find((one) => one.sid === sid);

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
        expect(conditions, sid).toMatchObject({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } });
      }
    }
  });

  it("makes and changes roles inside of the stack's boundaries alone, and takes none off", () => {
    const boundaries = ["task-boundary", "service-boundary", "backup-boundary"].map(
      (part) => `arn:aws:iam::111122223333:policy/axonflow-eu-west-1-${part}`,
    );
    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      const allowing = grants.filter(({ effect, actions }) => effect !== "Deny" && actions.includes(action));
      expect(allowing.map(({ sid }) => sid)).toEqual(["DeployRolesInsideBoundaries"]);
    }
    expect(granted("DeployRolesInsideBoundaries")?.conditions).toEqual({
      StringEquals: { "iam:PermissionsBoundary": boundaries },
    });
    expect(granted("KeepBoundaries")).toMatchObject({
      effect: "Deny",
      actions: ["iam:DeleteRolePermissionsBoundary"],
      resources: ["arn:aws:iam::111122223333:role/*"],
    });
    const changing = grants.filter(({ actions }) =>
      actions.some((action) => /^iam:(Create|Delete)Policy/.test(action)),
    );
    expect(changing.map(({ sid, resources }) => [sid, resources])).toEqual([["ChangeBoundaries", boundaries]]);
  });

  it("touches no key but those with the stack's tag, and none of a tenant", () => {
    for (const { sid, actions, resources, conditions } of grants) {
      const onKeys = actions.filter((action) => action.startsWith("kms:"));
      if (onKeys.length === 0 || /^(SeeNamesOfKeys|NameKeys|LookAtWhatIsBrought)$/.test(sid)) continue;
      const equals: Readonly<Record<string, unknown>> = conditions?.StringEquals ?? {};
      const tag = equals["aws:ResourceTag/bailiwick:stack"] ?? equals["aws:RequestTag/bailiwick:stack"];
      expect(tag, sid).toBe(facts.stack);
      if (sid !== "MakeKeys") expect(conditions?.Null?.["aws:ResourceTag/bailiwick:tenant"], sid).toBe("true");
      expect(resources.every((resource) => /^(\*|arn:aws:kms:.*:key\/\*)$/.test(String(resource)))).toBe(true);
    }
    for (const use of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      const using = grants.filter(({ actions }) => actions.includes(use));
      expect(using.map(({ sid }) => sid)).toEqual(["UseKeysThroughServices"]);
      expect(using[0]?.conditions?.StringEquals).toHaveProperty("kms:ViaService");
    }
    expect(granted("NameKeys")?.resources).toEqual(["arn:aws:kms:eu-west-1:111122223333:alias/axonflow-*"]);
  });

  it("lends keys that the stack was given, by name and to services alone", () => {
    const [key = ""] = ["arn:aws:kms:eu-west-1:111122223333:key/given"];
    const given = deployerGrants(Object.keys(deployerRows), { ...facts, givenKeys: [key] });
    const onGiven = given.filter(({ resources }) => resources.includes(key));
    expect(onGiven.flatMap(({ actions }) => actions).toSorted()).toEqual([
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]);
    for (const { conditions } of onGiven) {
      expect(JSON.stringify(conditions)).toMatch(/kms:ViaService|kms:GrantIsForAWSResource/);
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
