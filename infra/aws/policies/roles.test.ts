import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { arnsOf } from "../arn.ts";
import { tenantKeyScope } from "../tenant-keys.ts";
import { exampleFacts } from "../testing/example-facts.ts";
import { exampleContext } from "../testing/example-stamp.ts";
import { boundaryGrants } from "./boundary.ts";
import { databaseMaster } from "./database-connect.ts";
import { ecrRepository } from "./execution.ts";
import { type Grant, policyOfGrants } from "./grant.ts";
import type { RoleFacts } from "./role-facts.ts";
import { executionRoles, injectedSecrets, taskRoles } from "./roles.ts";
import { wildcards } from "./wildcards.ts";

const context = await exampleContext("saas.aws.eu-west-1.flow");
const facts: RoleFacts = {
  ...exampleFacts(context),
  arns: arnsOf(context.settings),
  tenantKeys: tenantKeyScope(context.stack, context.region, context.product.keys),
  images: context.settings.images,
  makesPepper: true,
  models: ["anthropic.claude-sonnet-4-20250514-v1:0"],
};
const acts = taskRoles(facts);
const starts = executionRoles(facts);
const boundary = boundaryGrants(facts);
const policies: Readonly<Record<string, readonly Grant[]>> = {
  ...Object.fromEntries(Object.entries(starts).map(([task, grants]) => [`${task}-execution`, grants])),
  ...Object.fromEntries(Object.entries(acts).map(([task, grants]) => [`${task}-task`, grants])),
  "task-boundary": boundary,
};
const allowed = (grants: readonly Grant[]) => grants.filter(({ effect }) => effect !== "Deny");
const grant = (grants: readonly Grant[], sid: string): Grant => {
  const found = grants.find((one) => one.sid === sid);
  if (found === undefined) throw new Error(`there is no ${sid}`);
  return found;
};
const actions = (grants: readonly Grant[]) => allowed(grants).flatMap((one) => one.actions);

describe("policies of the workload", () => {
  it("name every action", () => {
    for (const grants of Object.values(policies)) {
      for (const { actions: named } of grants)
        for (const action of named) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
    }
  });

  it("take a resource of * only where the list says why", () => {
    const found = Object.entries(policies).flatMap(([policy, grants]) =>
      grants
        .filter(({ resources }) => resources.includes("*"))
        .flatMap((one) => one.actions.map((action) => `${policy} ${action}`)),
    );
    const listed = wildcards.filter(({ policy }) => Object.hasOwn(policies, policy));
    expect(found.toSorted()).toEqual(listed.map(({ policy, action }) => `${policy} ${action}`).toSorted());
  });

  it("stay below the sizes that IAM takes", () => {
    for (const [policy, grants] of Object.entries(policies)) {
      const size = JSON.stringify(policyOfGrants(grants)).length;
      expect(size, policy).toBeLessThan(policy === "task-boundary" ? 6_144 : 10_240);
    }
  });

  it("refuse two statements of one name", () => {
    const [first] = acts.api;
    expect(() => policyOfGrants(first === undefined ? [] : [first, first])).toThrow(/one name/);
  });

  it("name nothing outside of the region", () => {
    const text = JSON.stringify(policies);
    expect([...text.matchAll(/\b[a-z]{2}-[a-z]+-\d\b/g)].every(([region]) => region === "eu-west-1")).toBe(true);
  });
});

describe("the API", () => {
  it("signs in to its databases as bailiwick_app alone", () => {
    const { resources } = grant(acts.api, "ConnectToDatabases");
    expect(resources).toEqual(
      ["CATALOG", "SHARED", "EU-TWO"].map(
        (id) => `arn:aws:rds-db:eu-west-1:111122223333:dbuser:cluster-${id}/bailiwick_app`,
      ),
    );
  });

  it("makes no key, no secret and no audit copy", () => {
    expect(
      actions(acts.api).filter((action) => /Create|PutSecret|Encrypt|Retention|Tag|secretsmanager/.test(action)),
    ).toEqual([]);
    expect(JSON.stringify(acts.api)).not.toContain("audit-bucket");
  });

  it("calls the listed models, as models of this region", () => {
    expect(grant(acts.api, "CallModels").resources).toEqual([
      "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0",
    ]);
    expect(taskRoles({ ...facts, models: [] }).api.some(({ sid }) => sid === "CallModels")).toBe(false);
  });
});

describe("the worker", () => {
  it("signs in as the roles that the core API makes, and as the server's first user", () => {
    const source = (file: string) =>
      readFileSync(new URL(`../../../core-api/src/platform/db/${file}.ts`, import.meta.url), "utf8");
    const made = source("roles");
    const roles = new Set(grant(acts.worker, "ConnectToDatabases").resources.map((arn) => String(arn).split("/")[1]));
    // The first user is RDS's: were it one of ours, the first migration would take its sign-in away.
    expect(roles.delete(databaseMaster)).toBe(true);
    expect(made).not.toContain(databaseMaster);
    // Who makes the others.
    const keeper = /roleKeeper = "(\w+)"/.exec(source("role-keeper"))?.[1];
    expect(roles.delete(String(keeper))).toBe(true);
    expect([...roles].toSorted()).toEqual(["bailiwick_app", "bailiwick_migrator", "bailiwick_platform_admin"]);
    for (const role of roles) expect(made).toContain(`${role}: "login `);
  });

  it("can add to the audit copy and lock it, and never remove or unlock anything", () => {
    const audit = allowed(acts.worker).filter(({ resources }) => JSON.stringify(resources).includes("audit-bucket"));
    expect(audit.flatMap((one) => one.actions).toSorted()).toEqual([
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetObjectRetention",
      "s3:GetObjectVersion",
      "s3:ListBucketVersions",
      "s3:PutObject",
      "s3:PutObjectRetention",
    ]);
  });

  it("makes tenants' keys inside of their bounds", () => {
    const create = grant(acts.worker, "CreateTenantKeys");
    expect(create.conditions).toMatchObject({
      Null: { "aws:RequestTag/bailiwick:tenant": "false" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["bailiwick:stack", "bailiwick:tenant"] },
      StringEquals: { "aws:RequestTag/bailiwick:stack": "saas.aws.eu-west-1.flow", "kms:KeyOrigin": "AWS_KMS" },
      Bool: { "kms:MultiRegion": "false", "kms:BypassPolicyLockoutSafetyCheck": "false" },
    });
    expect(grant(acts.worker, "NameTenantKeys").resources).toEqual([
      "arn:aws:kms:eu-west-1:111122223333:alias/bailiwick/eu-west-1/flow/tenant/*",
    ]);
    expect(grant(acts.worker, "NeverEndKeys")).toMatchObject({ effect: "Deny", resources: ["*"] });
    expect(grant(acts.worker, "NeverEndKeys").actions).toContain("kms:ScheduleKeyDeletion");
  });

  it("makes a tenant's key of no key that has a tenant, a stack or an alias, and of none that was brought", () => {
    expect(grant(acts.worker, "TagTenantKeys").conditions).toMatchObject({
      Null: {
        "aws:RequestTag/bailiwick:tenant": "false",
        "aws:ResourceTag/bailiwick:stack": "true",
        "aws:ResourceTag/bailiwick:tenant": "true",
        "kms:ResourceAliases": "true",
      },
      StringEquals: { "aws:RequestTag/bailiwick:stack": "saas.aws.eu-west-1.flow" },
    });
    expect(grant(acts.worker, "NeverTagOwnKeys")).toMatchObject({
      effect: "Deny",
      actions: ["kms:TagResource"],
      resources: [facts.keys.dataKeyArn, facts.keys.auditKeyArn, facts.keys.secretsKeyArn],
    });
    expect(grant(acts.worker, "NeverEndKeys").actions).toContain("kms:UntagResource");
  });

  it("has tenants' keys rotated no later than the profile promises", () => {
    expect(grant(acts.worker, "RotateTenantKeys").conditions).toMatchObject({
      NumericLessThanEquals: { "kms:RotationPeriodInDays": String(context.product.keys.rotationDays) },
    });
    const rotating = acts.worker.filter((one) => one.actions.includes("kms:EnableKeyRotation"));
    expect(rotating.map(({ sid }) => sid)).toEqual(["RotateTenantKeys"]);
  });

  it("shares no tenant's key with another stack of the account and region", () => {
    const other = { ...context.stack, name: "other" };
    const theirs = taskRoles({ ...facts, tenantKeys: tenantKeyScope(other, context.region, context.product.keys) });
    const keysOf = (roles: typeof acts): readonly Grant[] =>
      [...allowed(roles.api), ...allowed(roles.worker)].filter(({ resources }) =>
        resources.some((resource) => /:key\/\*|:alias\//.test(String(resource))),
      );
    const bounds = (roles: typeof acts, stack: string): void => {
      for (const { sid, resources, conditions } of keysOf(roles)) {
        const equals: Readonly<Record<string, unknown>> = conditions?.StringEquals ?? {};
        const bound = equals["aws:ResourceTag/bailiwick:stack"] ?? equals["aws:RequestTag/bailiwick:stack"];
        if (sid === "NameTenantKeys") expect(String(resources[0])).toContain(`/${stack.split(".").at(-1)}/tenant/`);
        else expect(bound, sid).toBe(stack);
      }
    };
    expect(keysOf(acts)).toHaveLength(6);
    bounds(acts, "saas.aws.eu-west-1.flow");
    bounds(theirs, "saas.aws.eu-west-1.other");
  });

  it("uses keys only as the core API does, or through the service that keeps the data", () => {
    for (const role of [acts.api, acts.worker]) {
      const uses = allowed(role).filter((one) =>
        one.actions.some((action) => /^kms:(Encrypt|Decrypt|Generate)/.test(action)),
      );
      expect(uses.length).toBeGreaterThan(2);
      for (const { sid, conditions } of uses) {
        const equals: Readonly<Record<string, unknown>> = conditions?.StringEquals ?? {};
        const bound = equals["kms:EncryptionContext:bailiwick:use"] ?? equals["kms:ViaService"];
        expect(bound, sid).toMatch(/^(wrap|(s3|secretsmanager)\.eu-west-1\.amazonaws\.com)$/);
      }
    }
  });

  it("does not overwrite a pepper that is another region's", () => {
    const given = taskRoles({ ...facts, makesPepper: false }).worker;
    expect(grant(given, "MakeRegionSecrets").resources).not.toContain(facts.secrets.pinPepper);
    expect(grant(given, "ReadRegionSecrets").resources).toContain(facts.secrets.pinPepper);
    expect(grant(acts.worker, "MakeRegionSecrets").resources).toContain(facts.secrets.pinPepper);
  });
});

describe("the boundary", () => {
  it("lets through everything that the roles allow, for they could not do it otherwise", () => {
    const fits = (pattern: string, resource: string): boolean =>
      new RegExp(`^${pattern.replace(/[.$()[\]\\+^{}|]/g, "\\$&").replaceAll("*", ".*")}$`).test(resource);
    for (const [role, grants] of Object.entries(acts)) {
      for (const { sid, actions: named, resources } of allowed(grants)) {
        for (const action of named) {
          for (const resource of resources.map(String)) {
            const covered = allowed(boundary).some(
              (one) => one.actions.includes(action) && one.resources.some((pattern) => fits(String(pattern), resource)),
            );
            expect(covered, `${role} ${sid} ${action} ${resource}`).toBe(true);
          }
        }
      }
    }
  });

  it("never lets the audit copy be removed", () => {
    const denied = grant(boundary, "AuditStays");
    expect(denied.effect).toBe("Deny");
    expect(denied.resources).toEqual(["arn:aws:s3:::audit-bucket", "arn:aws:s3:::audit-bucket/*"]);
    expect(denied.actions).toEqual(expect.arrayContaining(["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"]));
  });
});

describe("what ECS does to start a task", () => {
  it.each(["api", "worker", "edge", "smoke"] as const)("reads exactly the secrets of %s", (task) => {
    const read = starts[task].find(({ sid }) => sid === "ReadSecrets")?.resources ?? [];
    const own: readonly unknown[] = injectedSecrets[task].map((secret) => facts.secrets[secret]);
    const masters = [facts.databases.catalog, ...Object.values(facts.databases.tenantServers)].map(
      ({ masterSecretArn }) => masterSecretArn,
    );
    expect(read).toEqual(task === "worker" ? masters : own);
  });

  it("pulls from the account's own repository, and needs nothing for another registry", () => {
    const arns = arnsOf(context.settings);
    expect(ecrRepository(arns, context.settings.images.edge)).toBe(
      "arn:aws:ecr:eu-west-1:111122223333:repository/bailiwick/edge",
    );
    expect(ecrRepository(arns, `registry.example/edge@sha256:${"a".repeat(64)}`)).toBeUndefined();
  });

  it("writes to the task's own log group", () => {
    expect(grant(starts.edge, "WriteLog").resources).toEqual([
      "arn:aws:logs:eu-west-1:111122223333:log-group:/bailiwick/edge:log-stream:*",
    ]);
  });
});
