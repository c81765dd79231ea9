import { type Input, output } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { type CapturedGraph, ofType } from "../graph/captured.ts";
import { AwsDatabases } from "./database.ts";
import { databaseParameters } from "./database-parameters.ts";
import type { DatabaseFacts } from "./parts.ts";
import { captureParts, named } from "./testing/capture-parts.ts";
import { exampleFacts } from "./testing/example-facts.ts";
import { exampleContext } from "./testing/example-stamp.ts";

interface Made {
  readonly graph: CapturedGraph;
  readonly facts: DatabaseFacts;
}

const make = async (stack: string, other: object = {}, zones = ["eu-a", "eu-b", "eu-c"]): Promise<Made> => {
  const context = await exampleContext(stack, other);
  const { network, firewall, keys } = exampleFacts(context);
  let facts: DatabaseFacts | undefined;
  const graph = await captureParts(context, () => {
    facts = new AwsDatabases("databases", { context, network: { ...network, zones }, firewall, keys }).facts;
  });
  if (facts === undefined) throw new Error("no databases were made");
  return { graph, facts };
};

const clusterType = "aws:rds/cluster:Cluster";
const instanceType = "aws:rds/clusterInstance:ClusterInstance";

/** What an output came to in the run. */
const settled = (input: Input<string>): Promise<string> =>
  new Promise((resolve) => {
    output(input).apply(resolve);
  });

describe("database servers", () => {
  let made: Made;
  beforeAll(async () => {
    made = await make("saas.aws.ap-southeast-2.flow");
  });

  it("are the catalog's and one for each id, told apart by name", () => {
    expect(ofType(made.graph, clusterType).map(({ inputs }) => inputs.clusterIdentifier)).toEqual([
      "flow-catalog",
      "flow-tenants-shared",
      "flow-tenants-large",
    ]);
    expect(Object.keys(made.facts.tenantServers)).toEqual(["shared", "large"]);
    expect(made.facts.arns).toHaveLength(3);
  });

  it("are encrypted, kept for 35 days, protected, and end with a snapshot", () => {
    for (const { name, inputs, protect } of ofType(made.graph, clusterType)) {
      expect(protect, name).toBe(true);
      expect(inputs, name).toMatchObject({
        engine: "aurora-postgresql",
        storageEncrypted: true,
        kmsKeyId: "arn:aws:kms:ap-southeast-2:111122223333:key/data",
        backupRetentionPeriod: 35,
        deleteAutomatedBackups: false,
        copyTagsToSnapshot: true,
        deletionProtection: true,
        skipFinalSnapshot: false,
      });
      expect(inputs.finalSnapshotIdentifier).toMatch(/^flow-(catalog|tenants-[a-z]+)-a1$/);
    }
  });

  it("know no password: RDS keeps the first one, everyone else has a token", () => {
    for (const { inputs } of ofType(made.graph, clusterType)) {
      expect(inputs).toMatchObject({
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: "arn:aws:kms:ap-southeast-2:111122223333:key/secrets",
        iamDatabaseAuthenticationEnabled: true,
      });
      expect(inputs).not.toHaveProperty("masterPassword");
    }
  });

  it("have two instances in different zones, off the internet, both ready to write", () => {
    for (const part of ["catalog", "tenants-shared", "tenants-large"]) {
      const [first, second, ...more] = ofType(made.graph, instanceType).filter(({ name }) =>
        name.startsWith(`databases-${part}-instance`),
      );
      expect(more).toEqual([]);
      expect([first?.inputs.availabilityZone, second?.inputs.availabilityZone]).toEqual(["eu-a", "eu-b"]);
      for (const instance of [first, second]) {
        expect(instance?.protect).toBe(true);
        expect(instance?.inputs).toMatchObject({
          instanceClass: "db.serverless",
          publiclyAccessible: false,
          promotionTier: 0,
          performanceInsightsKmsKeyId: "arn:aws:kms:ap-southeast-2:111122223333:key/data",
        });
      }
    }
  });

  it("take the capacity that the configuration gives", () => {
    expect(named(made.graph, "databases-catalog-cluster").inputs.serverlessv2ScalingConfiguration).toEqual({
      minCapacity: 1,
      maxCapacity: 32,
    });
  });

  it("log to groups that are there first, with key and end", () => {
    const cluster = named(made.graph, "databases-catalog-cluster");
    for (const log of ["postgresql", "iam-db-auth-error"]) {
      const group = named(made.graph, `databases-catalog-log-${log}`);
      expect(cluster.inputs.enabledCloudwatchLogsExports).toContain(log);
      expect(cluster.dependencies).toContain(group.urn);
      expect(group.inputs).toMatchObject({
        name: `/aws/rds/cluster/flow-catalog/${log}`,
        kmsKeyId: "arn:aws:kms:ap-southeast-2:111122223333:key/secrets",
        retentionInDays: 90,
        deletionProtectionEnabled: true,
      });
    }
  });

  it("leave to AWS only what AWS changes by itself", () => {
    expect(named(made.graph, "databases-catalog-cluster").ignoreChanges).toEqual([
      "engineVersion",
      "preferredBackupWindow",
    ]);
    expect(named(made.graph, "databases-catalog-instance-1").ignoreChanges).toEqual(["engineVersion"]);
  });

  it("answer with TLS of the promised version or not at all", () => {
    expect(named(made.graph, "databases-parameters").inputs).toMatchObject({
      family: "aurora-postgresql17",
      parameters: expect.arrayContaining([
        { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
        { name: "ssl_min_protocol_version", value: "TLSv1.3", applyMethod: "immediate" },
      ]),
    });
  });

  it("tell where they are, who they are and where the break-glass secret lies", async () => {
    const { catalog } = made.facts;
    expect(await settled(catalog.host)).toMatch(/^flow-catalog\.cluster-.*\.ap-southeast-2\.rds\.amazonaws\.com$/);
    expect(await settled(catalog.resourceId)).toMatch(/^cluster-[A-Z0-9]+$/);
    expect(await settled(catalog.masterSecretArn)).toMatch(/^arn:aws:secretsmanager:.*:secret:rds!cluster-/);
    expect(await settled(catalog.identifier)).toBe("flow-catalog");
  });
});

describe("servers of a stamp that ends", () => {
  it("can be destroyed, and still leave a snapshot and their backups", async () => {
    const { graph } = await make("saas.aws.us-east-1.flow", { lifecycle: "decommissioning", nameSalt: "b7" });
    const resources = [...ofType(graph, clusterType), ...ofType(graph, instanceType)];
    for (const { name, protect } of resources) expect(protect, name).toBe(false);
    expect(named(graph, "databases-catalog-cluster").inputs).toMatchObject({
      deletionProtection: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "flow-catalog-b7",
      deleteAutomatedBackups: false,
    });
    expect(named(graph, "databases-catalog-log-postgresql").inputs.deletionProtectionEnabled).toBe(false);
  });
});

describe("servers in an adopted network", () => {
  it("leave the choice of zones to RDS, which alone knows them", async () => {
    const { graph } = await make("invpc.aws.us-east-1.axonflow", {}, []);
    for (const { inputs } of ofType(graph, instanceType)) expect(inputs).not.toHaveProperty("availabilityZone");
  });
});

describe("servers that the customer brings", () => {
  it("are used and not touched, and the customer backs them up", async () => {
    const { graph, facts } = await make("invpc.aws.eu-central-1.flow8");
    expect(graph.resources.filter(({ custom }) => custom)).toEqual([]);
    expect(facts.arns).toEqual([]);
    expect(facts.catalog).toEqual({
      host: "catalog.cluster-cabcdefghijk.eu-central-1.rds.amazonaws.com",
      port: 5432,
      masterSecretArn: "arn:aws:secretsmanager:eu-central-1:444455556666:secret:rds!cluster-catalog-AbCdEf",
      resourceId: "cluster-11111111111111111111111111",
      kind: "cluster",
      identifier: "catalog",
    });
  });
});

describe("parameters", () => {
  const of = (tlsMinimum: "1.2" | "1.3") =>
    Object.fromEntries(databaseParameters({ tlsMinimum }).map((one) => [one.name, one] as const));

  it.each(["1.2", "1.3"] as const)("hold TLS to %s", (version) => {
    expect(of(version).ssl_min_protocol_version?.value).toBe(`TLSv${version}`);
  });

  it("log who came and what changed, and no customer's data", () => {
    const parameters = of("1.2");
    expect(parameters.log_connections?.value).toBe("1");
    expect(parameters["pgaudit.log"]?.value).toBe("ddl,role");
    expect(parameters.log_statement?.value, "it would write a new password down").toBe("none");
    expect(parameters.log_error_verbosity?.value, "details of an error quote the row").toBe("terse");
  });

  it("wait for a restart where PostgreSQL does", () => {
    const waiting = Object.values(of("1.2")).filter(({ applyMethod }) => applyMethod === "pending-reboot");
    expect(waiting.map(({ name }) => name)).toEqual(["shared_preload_libraries"]);
  });
});
