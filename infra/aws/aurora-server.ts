import { LogGroup } from "@pulumi/aws/cloudwatch/index.js";
import { Cluster, ClusterInstance, type ClusterParameterGroup, type SubnetGroup } from "@pulumi/aws/rds/index.js";
import type { Output } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";
import { engineVersion } from "./database-parameters.ts";
import { type FirewallFacts, type KeyFacts, type NetworkFacts, ports, type ServerFacts } from "./parts.ts";
import { databaseMaster } from "./policies/database-connect.ts";

export interface AuroraServerArgs {
  readonly context: AwsContext;
  /** Part of the server's name: `catalog`, or `tenants-<id>`. */
  readonly part: string;
  readonly network: Pick<NetworkFacts, "zones">;
  readonly firewall: Pick<FirewallFacts, "database">;
  readonly keys: KeyFacts;
  readonly subnetGroup: SubnetGroup;
  readonly parameterGroup: ClusterParameterGroup;
  readonly capacity: { readonly minCapacity: number; readonly maxCapacity: number };
}

/** What RDS exports, each to a log group whose name only RDS decides. */
const exportedLogs = ["postgresql", "iam-db-auth-error"] as const;

/** One of each in a zone of its own: the second takes over when the first one's zone is lost. */
const instanceCount = 2;

/**
 * One Aurora PostgreSQL server: encrypted under the stamp's key, 35 days of recovery to any second, and no password that
 * anybody but RDS knows. Products sign in with IAM tokens; the first user's secret serves migrations alone.
 */
export class AuroraServer extends Component {
  readonly facts: ServerFacts;
  readonly arn: Output<string>;

  constructor(name: string, args: AuroraServerArgs, options?: ComponentOptions) {
    super("bailiwick:aws:AuroraServer", name, options);
    const { context, part, network, firewall, keys, subnetGroup, parameterGroup, capacity } = args;
    const { names, settings, facts, active } = context;
    const clusterIdentifier = names.of("databaseCluster", part);

    /** Made before RDS would: its own are kept for ever, under no key of the stamp. */
    const logGroup = (log: string): LogGroup =>
      new LogGroup(
        this.child(`log-${log}`),
        {
          name: `/aws/rds/cluster/${clusterIdentifier}/${log}`,
          retentionInDays: facts.logRetentionDays,
          kmsKeyId: keys.secretsKeyArn,
          deletionProtectionEnabled: active,
        },
        this.within({ ...context.holdsData, dependsOn: [...keys.ready] }),
      );

    const cluster = (logs: readonly LogGroup[]): Cluster =>
      new Cluster(
        this.child("cluster"),
        {
          clusterIdentifier,
          engine: "aurora-postgresql",
          engineMode: "provisioned",
          engineVersion,
          port: ports.database,
          serverlessv2ScalingConfiguration: capacity,

          // Not one of the roles that migrations make: the owner of the schema cannot sign in.
          masterUsername: databaseMaster,
          manageMasterUserPassword: true,
          masterUserSecretKmsKeyId: keys.secretsKeyArn,
          iamDatabaseAuthenticationEnabled: true,

          storageEncrypted: true,
          kmsKeyId: keys.dataKeyArn,
          dbClusterParameterGroupName: parameterGroup.name,
          dbSubnetGroupName: subnetGroup.name,
          vpcSecurityGroupIds: [firewall.database],
          networkType: "IPV4",

          backupRetentionPeriod: facts.backupDays,
          copyTagsToSnapshot: true,
          deleteAutomatedBackups: false,
          deletionProtection: active,
          skipFinalSnapshot: false,
          finalSnapshotIdentifier: names.of("finalSnapshot", `${part}-${settings.nameSalt}`),

          preferredMaintenanceWindow: "sun:02:00-sun:03:00",
          enabledCloudwatchLogsExports: [...exportedLogs],
        },
        this.within({
          ...context.holdsData,
          dependsOn: [...keys.ready, ...logs],
          // AWS applies minor versions in the maintenance window, and AWS Backup chooses the window of its backups.
          ignoreChanges: ["engineVersion", "preferredBackupWindow"],
        }),
      );

    const instance = (of: Cluster, at: number): ClusterInstance => {
      const zone = network.zones[at];
      return new ClusterInstance(
        this.child(`instance-${at + 1}`),
        {
          identifier: names.of("databaseInstance", `${part}-${at + 1}`),
          clusterIdentifier: of.id,
          engine: "aurora-postgresql",
          instanceClass: "db.serverless",
          // In an adopted network RDS spreads them over the subnets' zones by itself.
          ...(zone === undefined ? {} : { availabilityZone: zone }),
          dbSubnetGroupName: subnetGroup.name,
          publiclyAccessible: false,
          // Both may become the writer, so both keep its capacity.
          promotionTier: 0,
          caCertIdentifier: "rds-ca-rsa2048-g1",
          autoMinorVersionUpgrade: true,
          copyTagsToSnapshot: true,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: keys.dataKeyArn,
          performanceInsightsRetentionPeriod: 7,
        },
        this.within({ ...context.holdsData, ignoreChanges: ["engineVersion"] }),
      );
    };

    const made = cluster(exportedLogs.map(logGroup));
    const instances = Array.from({ length: instanceCount }, (_, at) => instance(made, at));

    this.arn = made.arn;
    this.facts = {
      host: made.endpoint,
      port: made.port,
      masterSecretArn: made.masterUserSecrets.apply(([secret]) => managed(secret?.secretArn)),
      resourceId: made.clusterResourceId,
      kind: "cluster",
      identifier: made.clusterIdentifier,
    };
    this.done({ host: made.endpoint, instances: instances.map(({ id }) => id) });
  }
}

const managed = (secretArn: string | undefined): string => {
  if (secretArn === undefined || secretArn === "") throw new Error("RDS does not manage the server's first password");
  return secretArn;
};
