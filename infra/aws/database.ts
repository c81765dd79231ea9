import { ClusterParameterGroup, SubnetGroup } from "@pulumi/aws/rds/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { AuroraServer } from "./aurora-server.ts";
import type { AwsContext } from "./context.ts";
import { databaseParameters, engineFamily } from "./database-parameters.ts";
import type { DatabaseFacts, FirewallFacts, KeyFacts, NetworkFacts, ServerFacts } from "./parts.ts";

export interface AwsDatabasesArgs {
  readonly context: AwsContext;
  readonly network: Pick<NetworkFacts, "databaseSubnetIds" | "zones">;
  readonly firewall: Pick<FirewallFacts, "database">;
  readonly keys: KeyFacts;
}

/** The catalog's server and those of tenants' databases: made as Aurora clusters, or the customer's own. */
export class AwsDatabases extends Component {
  readonly facts: DatabaseFacts;

  constructor(name: string, { context, network, firewall, keys }: AwsDatabasesArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Databases", name, options);
    const { names, settings } = context;

    const created = ({ tenantServers, ...capacity }: Created): DatabaseFacts => {
      const subnets = subnetGroup();
      const parameters = parameterGroup();
      const server = (part: string): AuroraServer =>
        new AuroraServer(
          this.child(part),
          {
            context,
            part,
            network,
            firewall,
            keys,
            subnetGroup: subnets,
            parameterGroup: parameters,
            capacity: { minCapacity: capacity.minCapacity, maxCapacity: capacity.maxCapacity },
          },
          { parent: this },
        );
      const catalog = server("catalog");
      const tenants = tenantServers.map((id) => [id, server(`tenants-${id}`)] as const);
      const all = [catalog, ...tenants.map(([, one]) => one)];
      return {
        catalog: catalog.facts,
        tenantServers: Object.fromEntries(tenants.map(([id, { facts }]) => [id, facts])),
        arns: all.map(({ arn }) => arn),
        ready: all,
      };
    };

    const subnetGroup = (): SubnetGroup =>
      new SubnetGroup(
        this.child("subnets"),
        {
          name: names.of("subnetGroup", "database"),
          description: "Subnets of the stamp that only its tasks reach",
          subnetIds: [...network.databaseSubnetIds],
        },
        this.within(),
      );

    const parameterGroup = (): ClusterParameterGroup =>
      new ClusterParameterGroup(
        this.child("parameters"),
        {
          name: names.of("parameterGroup", engineFamily),
          description: "TLS only, and a log without data of customers",
          family: engineFamily,
          parameters: databaseParameters(context.facts).map((parameter) => ({ ...parameter })),
        },
        this.within(),
      );

    const { databases } = settings;
    this.facts = "adopt" in databases ? adopted(databases.adopt) : created(databases.create);
    this.done({ catalog: this.facts.catalog.host });
  }
}

type Settings = AwsContext["settings"]["databases"];
type Created = Extract<Settings, { create: unknown }>["create"];
type Adopted = Extract<Settings, { adopt: unknown }>["adopt"];

/** Backups of a customer's own servers stay the customer's. */
const adopted = ({ catalog, tenantServers }: Adopted): DatabaseFacts => ({
  catalog: serverFacts(catalog),
  tenantServers: Object.fromEntries(Object.entries(tenantServers).map(([id, server]) => [id, serverFacts(server)])),
  arns: [],
  ready: [],
});

const serverFacts = ({ host, port, masterSecretArn, resourceId }: Adopted["catalog"]): ServerFacts => ({
  host,
  port,
  masterSecretArn,
  resourceId,
  kind: resourceId.startsWith("cluster-") ? "cluster" : "instance",
  identifier: host.split(".")[0] ?? host,
});
