import { Policy, Role, RolePolicy } from "@pulumi/aws/iam/index.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { arnsOf } from "./arn.ts";
import type { AwsContext } from "./context.ts";
import { boundaryGrants } from "./policies/boundary.ts";
import { boundaryNames } from "./policies/boundary-names.ts";
import { trustOf } from "./policies/document.ts";
import { type Grant, policyOfGrants } from "./policies/grant.ts";
import type { RoleFacts, TaskName } from "./policies/role-facts.ts";
import { executionRoles, type TaskWithRole, taskRoles } from "./policies/roles.ts";
import { tenantKeyScope } from "./tenant-keys.ts";

export interface AwsIdentitiesArgs extends Pick<RoleFacts, "keys" | "databases" | "storage" | "secrets" | "logGroups"> {
  readonly context: AwsContext;
  /** ARN of the policy that holds roles of AWS's services. */
  readonly serviceBoundaryArn: Input<string>;
}

export interface IdentityFacts {
  /** ARNs of what ECS starts each task with. */
  readonly execution: Readonly<Record<TaskName, Input<string>>>;
  /** ARNs of what the processes act as; a process without one has no credentials. */
  readonly task: Readonly<Record<TaskWithRole, Input<string>>>;
  /** Wait for them before starting a task: a role without its policies can do nothing. */
  readonly ready: readonly Resource[];
}

/** Roles of the workload: one to start each task, one for each process that calls AWS, and the most that processes can ever hold. */
export class AwsIdentities extends Component {
  readonly facts: IdentityFacts;

  constructor(name: string, { context, serviceBoundaryArn, ...given }: AwsIdentitiesArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Identities", name, options);
    const facts = roleFacts(context, given);
    const { arns } = facts;
    const { names, product } = context;
    const ready: Resource[] = [];
    const trust = trustOf("ecs-tasks.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": arns.accountId },
      ArnLike: { "aws:SourceArn": arns.of("ecs", "*") },
    });

    const boundary = new Policy(
      this.child("boundary"),
      {
        name: names.of("policy", boundaryNames.processes),
        description: `${product.name}: the most that a process of the stamp can be allowed`,
        policy: policyOfGrants(boundaryGrants(facts)),
      },
      this.within(),
    );

    const role = (part: string, does: string, grants: readonly Grant[], permissionsBoundary: Input<string>) => {
      const made = new Role(
        this.child(part),
        {
          name: names.of("role", part),
          description: `${product.name}: ${does}`,
          assumeRolePolicy: trust,
          permissionsBoundary,
        },
        this.within(),
      );
      const policy = new RolePolicy(
        this.child(`${part}-policy`),
        { name: part, role: made.name, policy: policyOfGrants(grants) },
        this.within(),
      );
      ready.push(made, policy);
      return made.arn;
    };
    const starts = executionRoles(facts);
    const execution = (task: TaskName) =>
      role(`${task}-execution`, `starts the task ${task}`, starts[task], serviceBoundaryArn);
    const acts = taskRoles(facts);
    const process = (task: TaskWithRole) => role(`${task}-task`, `acts as the ${task}`, acts[task], boundary.arn);

    this.facts = {
      execution: {
        api: execution("api"),
        worker: execution("worker"),
        edge: execution("edge"),
        smoke: execution("smoke"),
      },
      task: { api: process("api"), worker: process("worker") },
      ready,
    };
    this.done({ boundaryArn: boundary.arn });
  }
}

const roleFacts = (
  { settings, stack, region, product }: Pick<AwsContext, "settings" | "stack" | "region" | "product">,
  given: Omit<AwsIdentitiesArgs, "context" | "serviceBoundaryArn">,
): RoleFacts => {
  const { models, edge } = settings;
  const connector =
    edge.placement === "regional"
      ? {}
      : { connector: { image: edge.connector, tokenSecretArn: edge.tunnelTokenSecretArn } };
  return {
    ...connector,
    ...given,
    arns: arnsOf(settings),
    tenantKeys: tenantKeyScope(stack, region, product.keys),
    images: settings.images,
    makesPepper: settings.pinPepper === "generate",
    models: models !== "none" && "bedrock" in models ? models.bedrock : [],
  };
};
