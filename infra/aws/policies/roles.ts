import type { Input } from "@pulumi/pulumi";
import type { RegionSecret } from "../parts.ts";
import { auditGrants, objectGrants } from "./bucket-use.ts";
import { wrapGrants } from "./data-key.ts";
import { connectGrant, databaseMaster } from "./database-connect.ts";
import { executionGrants } from "./execution.ts";
import type { Grant } from "./grant.ts";
import { modelGrants } from "./models.ts";
import { provisionerGrants } from "./provisioner.ts";
import { regionSecretGrants } from "./region-secrets.ts";
import type { RoleFacts, TaskName } from "./role-facts.ts";

/** Secrets that ECS puts into a task's containers. The worker's own it is handed by its first container. */
export const injectedSecrets = {
  api: ["originTls", "edgeKeys", "pinPepper", "pinPublicKey", "adminKey"],
  worker: [],
  edge: ["originCa", "edgeKeys", "pinPepper", "pinPublicKey", "edgeTls"],
  smoke: [],
} as const satisfies Record<TaskName, readonly RegionSecret[]>;

/** Tasks whose process calls AWS itself. The others have no task role, so no credentials are offered to them. */
export const tasksWithRole = ["api", "worker"] as const satisfies readonly TaskName[];
export type TaskWithRole = (typeof tasksWithRole)[number];

/** What ECS may do to start each task. */
export const executionRoles = (facts: RoleFacts): Readonly<Record<TaskName, readonly Grant[]>> => {
  const { coreApi, edge } = facts.images;
  const role = (task: TaskName, image: string, more: readonly Input<string>[] = []) =>
    executionGrants({
      arns: facts.arns,
      keys: facts.keys,
      images: [image],
      logGroup: facts.logGroups[task],
      secrets: [...injectedSecrets[task].map((secret) => facts.secrets[secret]), ...more],
    });
  const { catalog, tenantServers } = facts.databases;
  const masters = [catalog, ...Object.values(tenantServers)].map(({ masterSecretArn }) => masterSecretArn);
  return {
    api: role("api", coreApi),
    // The container that migrates signs in as the servers' first user.
    worker: role("worker", coreApi, masters),
    edge: facts.connector === undefined ? role("edge", edge) : connector(facts, facts.connector),
    smoke: role("smoke", coreApi),
  };
};

/** The connector's own image, and the one secret it has. */
const connector = (
  { arns, keys, logGroups }: RoleFacts,
  { image, tokenSecretArn }: NonNullable<RoleFacts["connector"]>,
): readonly Grant[] =>
  executionGrants({ arns, keys, images: [image], logGroup: logGroups.edge, secrets: [tokenSecretArn] });

/** What the processes themselves may do. */
export const taskRoles = (facts: RoleFacts): Readonly<Record<TaskWithRole, readonly Grant[]>> => ({
  api: [
    connectGrant(facts, ["bailiwick_app"]),
    ...wrapGrants(facts, ["kms:Decrypt"]),
    ...objectGrants(facts),
    ...modelGrants(facts.arns, facts.models),
  ],
  worker: [
    // The keeper makes the roles that sign in by token. The first user keeps its password, unless somebody made it a member of
    // rds_iam: then RDS takes a token from it and nothing else.
    connectGrant(facts, [
      "bailiwick_app",
      "bailiwick_platform_admin",
      "bailiwick_migrator",
      "bailiwick_role_keeper",
      databaseMaster,
    ]),
    ...wrapGrants(facts, ["kms:Decrypt", "kms:Encrypt"]),
    ...objectGrants(facts),
    ...auditGrants(facts),
    ...regionSecretGrants(facts),
    ...provisionerGrants(facts),
  ],
});
