import type { FoundProblem } from "@bailiwick/contract/problems-found";
import { getKey } from "@pulumi/aws/kms/getKey.js";
import { type GetClusterResult, getCluster } from "@pulumi/aws/rds/getCluster.js";
import { type GetInstanceResult, getInstance } from "@pulumi/aws/rds/getInstance.js";
import type { InvokeOptions } from "@pulumi/pulumi";
import type { AwsStampSettings } from "../../config/aws-schema.ts";
import { keyFaults } from "./keys.ts";
import { type Check, look, together } from "./look.ts";

type Server = Extract<AwsStampSettings["databases"], { adopt: unknown }>["adopt"]["catalog"];

/** What a cluster and an instance have in common, under one name. */
interface SeenServer {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly engine: string;
  readonly encrypted: boolean;
  readonly kmsKeyId: string;
  readonly backupDays: number;
  readonly masterSecrets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** Database servers that are brought: the ones that are meant, and kept as the profile promises. */
export const databaseProblems: Check = async ({ settings: { databases }, facts: { backupDays } }, as) => {
  if (!("adopt" in databases)) return [];
  const { catalog, tenantServers } = databases.adopt;
  const named: readonly (readonly [string, Server])[] = [
    ["catalog", catalog],
    ...Object.entries(tenantServers).map(([id, server]) => [`tenantServers.${id}`, server] as const),
  ];
  return together(named.map(([name, server]) => serverProblems(`databases.adopt.${name}`, server, backupDays, as)));
};

const serverProblems = async (
  path: string,
  server: Server,
  backupDays: number,
  as: InvokeOptions,
): Promise<readonly FoundProblem[]> => {
  const [identifier = ""] = server.host.split(".");
  const keys: string[] = [];
  const judge = function* (seen: SeenServer): Generator<string> {
    keys.push(seen.kmsKeyId);
    yield* serverFaults(seen, server, backupDays);
  };
  const problems = server.resourceId.startsWith("cluster-")
    ? await look({
        path,
        find: () => getCluster({ clusterIdentifier: identifier }, as),
        judge: function* (cluster) {
          yield* judge(ofCluster(cluster));
          if (!cluster.deletionProtection) yield "must have deletion protection on";
          if (!cluster.iamDatabaseAuthenticationEnabled)
            yield "must have IAM authentication on: tasks have no password";
        },
      })
    : await look({
        path,
        find: () => getInstance({ dbInstanceIdentifier: identifier }, as),
        judge: function* (instance) {
          yield* judge(ofInstance(instance));
          if (instance.publiclyAccessible) yield "must not be publicly accessible";
        },
      });
  const lockedBy = keys.filter((keyId) => keyId !== "");
  const ofKeys = lockedBy.map((keyId) => look({ path, find: () => getKey({ keyId }, as), judge: lockFaults }));
  return [...problems, ...(await together(ofKeys))];
};

const lockFaults = function* (key: Parameters<typeof keyFaults>[0]): Generator<string> {
  for (const fault of keyFaults(key)) yield `is locked by ${key.arn}, which ${fault}`;
};

const ofCluster = (cluster: GetClusterResult): SeenServer => ({
  id: cluster.clusterResourceId,
  host: cluster.endpoint,
  port: cluster.port,
  engine: cluster.engine,
  encrypted: cluster.storageEncrypted,
  kmsKeyId: cluster.kmsKeyId,
  backupDays: cluster.backupRetentionPeriod,
  masterSecrets: cluster.masterUserSecrets.map(({ secretArn }) => secretArn),
  securityGroups: cluster.vpcSecurityGroupIds,
});

const ofInstance = (instance: GetInstanceResult): SeenServer => ({
  id: instance.resourceId,
  host: instance.address,
  port: instance.port,
  engine: instance.engine,
  encrypted: instance.storageEncrypted,
  kmsKeyId: instance.kmsKeyId,
  backupDays: instance.backupRetentionPeriod,
  masterSecrets: instance.masterUserSecrets.map(({ secretArn }) => secretArn),
  securityGroups: instance.vpcSecurityGroups,
});

const engines = ["postgres", "aurora-postgresql"];

const serverFaults = function* (seen: SeenServer, server: Server, backupDays: number): Generator<string> {
  if (seen.id !== server.resourceId) yield `has the resource id ${seen.id}, not ${server.resourceId}`;
  if (seen.host !== server.host) yield `is written to at ${seen.host}, not at ${server.host}`;
  if (seen.port !== server.port) yield `listens on port ${seen.port}, not on ${server.port}`;
  if (!engines.includes(seen.engine)) yield `must be PostgreSQL; it is ${seen.engine}`;
  if (!seen.encrypted) yield "must be encrypted at rest";
  if (seen.backupDays < backupDays)
    yield `must keep backups for ${backupDays} days; it keeps them for ${seen.backupDays}`;
  if (!seen.masterSecrets.includes(server.masterSecretArn)) {
    yield "must have its master user's password in RDS's own secret, which is the one at masterSecretArn";
  }
  if (!seen.securityGroups.includes(server.securityGroupId)) {
    yield `is not in security group ${server.securityGroupId} but in ${seen.securityGroups.join(", ")}`;
  }
};
