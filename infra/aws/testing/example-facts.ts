import type { AwsContext } from "../context.ts";
import type { BucketFacts, DatabaseFacts, KeyFacts, NetworkFacts, ServerFacts, StorageFacts } from "../parts.ts";
import { peers, ports, regionSecrets } from "../parts.ts";
import type { TaskName } from "../policies/role-facts.ts";

/** Facts of the parts that a workload stands on, as plain strings that can be told apart. */
export const exampleFacts = (context: AwsContext) => {
  const { region, accountId } = context.settings;
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const subnets = (kind: string): readonly string[] => ["a", "b", "c"].map((zone) => `subnet-${kind}-${zone}`);
  const bucket = (name: string): BucketFacts => ({
    name: `${name}-bucket`,
    arn: `arn:aws:s3:::${name}-bucket`,
    ready: [],
  });
  const server = (id: string): ServerFacts => ({
    host: `${id}.cluster-x.${region}.rds.amazonaws.com`,
    port: ports.database,
    masterSecretArn: arn("secretsmanager", `secret:rds!cluster-${id}-AbCdEf`),
    resourceId: `cluster-${id.toUpperCase()}`,
    kind: "cluster",
    identifier: id,
  });
  const network: NetworkFacts = {
    vpcId: "vpc-1",
    cidr: "10.40.0.0/16",
    privateSubnetIds: subnets("private"),
    databaseSubnetIds: subnets("database"),
    ingressSubnetIds: subnets("ingress"),
    ingressCidrs: ["10.40.96.0/22", "10.40.100.0/22", "10.40.104.0/22"],
    routeTableIds: ["rtb-1"],
    zones: [`${region}a`, `${region}b`, `${region}c`],
    adopted: false,
    ready: [],
  };
  const firewall = Object.fromEntries(peers.map((peer) => [peer, `sg-${peer}`])) as Record<
    (typeof peers)[number],
    string
  >;
  const keys: KeyFacts = {
    dataKeyArn: arn("kms", "key/data"),
    auditKeyArn: arn("kms", "key/audit"),
    secretsKeyArn: arn("kms", "key/secrets"),
    ready: [],
  };
  const databases: DatabaseFacts = {
    catalog: server("catalog"),
    tenantServers: { shared: server("shared"), "eu-two": server("eu-two") },
    arns: [],
    ready: [],
  };
  const storage: StorageFacts = {
    blobs: bucket("blobs"),
    artifacts: bucket("artifacts"),
    audit: bucket("audit"),
    logs: bucket("logs"),
  };
  const secrets = Object.fromEntries(
    regionSecrets.map((secret) => [secret, arn("secretsmanager", `secret:bailiwick/${secret}-AbCdEf`)]),
  ) as Record<(typeof regionSecrets)[number], string>;
  const logGroups = {
    api: "/bailiwick/api",
    worker: "/bailiwick/worker",
    edge: "/bailiwick/edge",
    smoke: "/bailiwick/smoke",
  } satisfies Record<TaskName, string>;
  return { context, network, firewall, keys, databases, storage, secrets, logGroups };
};
