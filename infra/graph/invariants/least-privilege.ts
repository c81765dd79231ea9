import * as z from "zod";
import { wildcards } from "../../aws/policies/wildcards.ts";
import type { Captured, CapturedResource } from "../captured.ts";
import { at, type Finding, finding, type Invariant } from "./invariant.ts";

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  Principal: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});
const document = z.looseObject({ Statement: z.array(statement) });

/** Where policies are written, by type. */
const policyPaths: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:kms/key:Key": ["policy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy"],
  "aws:secretsmanager/secret:Secret": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:backup/vaultPolicy:VaultPolicy": ["policy"],
};
/** Policies that stand on the thing itself: there `*` is that thing. */
const onThing = /^aws:(kms|s3|secretsmanager|sns|backup)\//;

export const leastPrivilege: Invariant = {
  id: "least-privilege",
  promise:
    "No policy allows every action of a service; every resource is named, or the reason why not is written down.",
  *check({ graph: { resources } }) {
    for (const resource of resources) {
      for (const path of policyPaths[resource.type] ?? []) {
        const value = at(resource, path);
        if (value === undefined) continue;
        const policy = document.safeParse(parsed(value));
        if (!policy.success) yield finding(resource, `has no readable policy in ${path}`);
        else for (const one of policy.data.Statement) yield* judge(resource, one);
      }
      if (resource.type.startsWith("aws:iam/") && /PolicyAttachment$/.test(resource.type)) {
        const arn = String(at(resource, "policyArn"));
        if (/:aws:policy\/(AdministratorAccess|PowerUserAccess|.*FullAccess)$/.test(arn)) {
          yield finding(resource, `attaches ${arn}`);
        }
      }
    }
  },
};

const parsed = (value: Captured): unknown => (typeof value === "string" ? JSON.parse(value) : value);

const judge = function* (resource: CapturedResource, one: z.output<typeof statement>): Generator<Finding> {
  if (one.Effect === "Deny") return;
  const actions = one.Action ?? [];
  if (one.NotAction !== undefined) yield finding(resource, "allows everything but a list");
  for (const action of actions) {
    const rootOfKey = resource.type === "aws:kms/key:Key" && /administ/i.test(one.Sid ?? "");
    if (action === "*" || (/^[a-z0-9-]+:\*$/i.test(action) && !rootOfKey)) yield finding(resource, `allows ${action}`);
  }
  const open = one.Principal === "*" || JSON.stringify(one.Principal) === '{"AWS":"*"}';
  if (open && one.Condition === undefined) yield finding(resource, "lets everybody in");
  if (onThing.test(resource.type) || !(one.Resource ?? []).includes("*")) return;
  for (const action of actions) {
    const known = wildcards.some((wildcard) => wildcard.action === action);
    if (!known) yield finding(resource, `allows ${action} on everything without a listed reason`);
  }
};
