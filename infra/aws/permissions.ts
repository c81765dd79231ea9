import { arnsOf } from "./arn.ts";
import { regionSecrets, type SecretFacts, type ServerFacts } from "./parts.ts";
import { type BackupFacts, backupGrants } from "./policies/backup.ts";
import { auditStays, boundaryGrants } from "./policies/boundary.ts";
import { flowLogGrants } from "./policies/flow-logs.ts";
import type { Grant } from "./policies/grant.ts";
import { type RoleFacts, taskNames } from "./policies/role-facts.ts";
import { executionRoles, taskRoles } from "./policies/roles.ts";
import { schedulerGrants } from "./policies/scheduler.ts";
import { serviceBoundaryGrants } from "./policies/service-boundary.ts";

/** Values that stand for a stack's own in the reference: each is printed as what it is. */
export const sample = {
  region: "eu-west-1",
  accountId: "111122223333",
  stack: "stack",
} as const;

export interface RolePermissions {
  /** Name of the role's policy, and last part of the role's name. */
  readonly role: string;
  readonly does: string;
  readonly grants: readonly Grant[];
}

const arns = arnsOf(sample);

const server = (id: string): ServerFacts => ({
  host: id,
  port: 5432,
  masterSecretArn: arns.of("secretsmanager", `secret:rds!<${id}>`),
  resourceId: `<${id}>`,
  kind: "cluster",
  identifier: id,
});
const bucket = (name: string) => ({ name, arn: `arn:${arns.partition}:s3:::<${name} bucket>` });
const secrets = Object.fromEntries(
  regionSecrets.map((secret) => [secret, arns.of("secretsmanager", `secret:<${secret}>`)]),
) as SecretFacts;

const facts: RoleFacts = {
  arns,
  tenantKeys: {
    aliasPrefix: "alias/bailiwick/<region>/<name>/tenant/",
    stack: "<stack>",
    rotationDays: 90,
  },
  images: {
    coreApi: `${sample.accountId}.dkr.ecr.${sample.region}.amazonaws.com/<core API>@sha256:0`,
    edge: `${sample.accountId}.dkr.ecr.${sample.region}.amazonaws.com/<edge>@sha256:0`,
  },
  keys: {
    dataKeyArn: arns.of("kms", "key/<data>"),
    auditKeyArn: arns.of("kms", "key/<audit>"),
    secretsKeyArn: arns.of("kms", "key/<secrets>"),
  },
  databases: { catalog: server("catalog server"), tenantServers: { shared: server("tenant server") } },
  storage: { blobs: bucket("blobs"), artifacts: bucket("artifacts"), audit: bucket("audit"), logs: bucket("logs") },
  secrets,
  makesPepper: true,
  logGroups: { api: "<api log>", worker: "<worker log>", edge: "<edge log>", smoke: "<smoke log>" },
  models: ["<model>"],
};

const backups: Omit<BackupFacts, "clusterArns"> = {
  arns,
  bucketArns: [facts.storage.blobs.arn, facts.storage.artifacts.arn],
  keyArns: [facts.keys.dataKeyArn],
  regions: [sample.region],
};

const starts = executionRoles(facts);
const acts = taskRoles(facts);

/** Every role that a stack gives to something, with what it may do: from the documents that make the roles. */
export const rolePermissions: readonly RolePermissions[] = [
  { role: "api-task", does: "The core API's process", grants: acts.api },
  {
    role: "worker-task",
    does: "The worker's process, and the container that prepares the region",
    grants: acts.worker,
  },
  ...taskNames.map((task) => ({
    role: `${task}-execution`,
    does: `ECS, while it starts the task ${task}; not the process in it`,
    grants: starts[task],
  })),
  {
    role: "smoke-schedule",
    does: "The schedule that starts the check of the region",
    grants: schedulerGrants({
      arns,
      clusterArn: arns.of("ecs", "cluster/<cluster>"),
      clusterName: "<cluster>",
      task: arns.of("ecs", "task-definition/<smoke>"),
      executionRoleArn: arns.ofAccount("iam", "role/<smoke-execution>"),
    }),
  },
  {
    role: "flow-logs",
    does: "The network, while it records its connections",
    grants: flowLogGrants(arns.of("logs", "log-group:<flows>")),
  },
  {
    role: "backup",
    does: "AWS Backup, while it backs up or copies",
    grants: backupGrants({
      ...backups,
      clusterArns: ["catalog", "tenant"].map((id) => arns.of("rds", `cluster:<${id}>`)),
    }),
  },
];

/** The most that roles of AWS's services can ever hold, but for Backup's. */
export const serviceBoundaryPermissions: readonly Grant[] = serviceBoundaryGrants({
  arns,
  name: "<name>",
  auditArn: bucket("audit").arn,
  secrets: ["<secrets that the stack was given>"],
});

/** The most that Backup's role can ever hold. */
export const backupBoundaryPermissions: readonly Grant[] = [
  ...backupGrants({ ...backups, clusterArns: [arns.of("rds", "cluster:<name>-*")] }),
  auditStays(facts.storage.audit.arn),
];

/** The most that the processes' roles can ever hold. */
export const boundaryPermissions: readonly Grant[] = boundaryGrants(facts);
