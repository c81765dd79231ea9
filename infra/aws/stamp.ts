import type { Resource } from "@pulumi/pulumi";
import { RegionalFront } from "../cloudflare/regional-front.ts";
import type { AwsStamp } from "../config/stamp-facts.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { SqlEndpoint, Stamp } from "../stamp/contract.ts";
import { AwsAlarms } from "./alarms.ts";
import { AwsAlerts } from "./alerts.ts";
import { AwsBackup } from "./backup.ts";
import { AwsBudget } from "./budget.ts";
import { hasEgress, isPublic } from "./clients.ts";
import { AwsConnector } from "./connector.ts";
import { type AwsContext, awsContext } from "./context.ts";
import { AwsDatabases } from "./database.ts";
import { AwsEndpoints } from "./endpoints.ts";
import { AwsFirewall } from "./firewall.ts";
import { AwsFront } from "./front.ts";
import { AwsGuard } from "./guard.ts";
import { AwsKeys } from "./keys.ts";
import { AwsLogGroups } from "./log-groups.ts";
import { AwsNetwork } from "./network.ts";
import { ports, type ServerFacts } from "./parts.ts";
import { AwsS3Gateway } from "./s3-gateway.ts";
import { AwsSecrets } from "./secrets.ts";
import { AwsServiceBoundary } from "./service-boundary.ts";
import { AwsSmoke } from "./smoke.ts";
import { AwsStorage } from "./storage.ts";
import { tenantKeyScope } from "./tenant-keys.ts";
import { AwsTrail } from "./trail.ts";
import { AwsWorkload, type AwsWorkloadArgs, type WorkloadFacts } from "./workload.ts";

export interface AwsRegionArgs {
  readonly stamp: AwsStamp;
}

/**
 * One region on AWS, whole: network and keys, then data, then who may do what, then worker, core API and edge, the front
 * door, and what watches them. Destroyed in reverse.
 */
export class AwsRegion extends Component {
  readonly facts: Stamp;

  constructor(name: string, { stamp }: AwsRegionArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Stamp", name, options);
    const context = awsContext(stamp);
    const inside = { parent: this };
    const part = (of: string): string => this.child(of);

    const { arn: serviceBoundaryArn } = new AwsServiceBoundary(part("service-boundary"), { context }, inside);
    const { facts: network } = new AwsNetwork(part("network"), { context }, inside);
    const { prefixListId } = new AwsS3Gateway(part("s3-gateway"), { context, network }, inside);
    const firewallRules = new AwsFirewall(part("firewall"), { context, network, s3PrefixListId: prefixListId }, inside);
    const { facts: firewall } = firewallRules;
    const endpoints = new AwsEndpoints(part("endpoints"), { context, network, firewall }, inside);
    const { facts: keys } = new AwsKeys(part("keys"), { context }, inside);
    const logs = new AwsLogGroups(part("logs"), { context, keys }, inside);
    const { topicArn: alertTopicArn } = new AwsAlerts(part("alerts"), { context, keys }, inside);

    const { facts: databases } = new AwsDatabases(part("databases"), { context, network, firewall, keys }, inside);
    const { facts: storage } = new AwsStorage(part("storage"), { context, keys }, inside);
    const secretParts = new AwsSecrets(part("secrets"), { context, keys }, inside);
    const { facts: secrets } = secretParts;
    new AwsTrail(part("trail"), { context, network, keys, storage, serviceBoundaryArn }, inside);
    new AwsBackup(part("backup"), { context, keys, databases, storage }, inside);

    const given = { context, network, firewall, keys, databases, storage, secrets, logGroups: logs.facts };
    const { facts: workload } = new AwsWorkload(
      part("workload"),
      { ...given, serviceBoundaryArn, after: [firewallRules, ...endpoints.ready, secretParts, logs] },
      inside,
    );
    const { cluster, identities, origin, services } = workload;
    const { edge } = context.settings;
    const front =
      edge.placement === "regional"
        ? new AwsFront(
            part("front"),
            {
              ...given,
              logs: storage.logs,
              cluster,
              origin,
              executionRoleArn: identities.execution.edge,
              after: services.api.ready,
            },
            inside,
          ).facts
        : undefined;
    const answering: readonly Resource[] =
      edge.placement === "cloudflare"
        ? this.#cloudflare(edge, given, workload, inside)
        : (front?.service.ready ?? services.api.ready);

    if (canBeChecked(context)) {
      new AwsSmoke(
        part("smoke"),
        {
          context,
          cluster,
          task: workload.smoke,
          executionRoleArn: identities.execution.smoke,
          network,
          firewall,
          alertTopicArn,
          serviceBoundaryArn,
          after: answering,
        },
        inside,
      );
    }
    new AwsAlarms(
      part("alarms"),
      {
        context,
        cluster,
        services: { ...services, ...(front === undefined ? {} : { edge: front.service }) },
        databases,
        origin,
        ingress: front?.ingress,
        logGroups: logs.facts,
        alertTopicArn,
      },
      inside,
    );
    new AwsBudget(part("budget"), { context }, inside);
    new AwsGuard(part("guard"), { context, ingressArn: front?.ingress.arn, alertTopicArn }, inside);

    const { region, facts: promised } = context;
    this.facts = {
      region: region.id,
      jurisdiction: region.jurisdiction,
      url: region.baseUrl,
      ingress: front?.ingress.host ?? new URL(region.baseUrl).host,
      catalog: endpointOf(databases.catalog),
      tenantServers: Object.fromEntries(
        Object.entries(databases.tenantServers).map(([id, server]) => [id, endpointOf(server)]),
      ),
      blobs: { kind: "s3", name: storage.blobs.name },
      artifacts: { kind: "s3", name: storage.artifacts.name },
      audit: {
        kind: "s3",
        name: storage.audit.name,
        lock: promised.auditLockMode === "COMPLIANCE" ? "compliance" : "governance",
        days: promised.auditLockDays,
      },
      keys: {
        kind: "aws-kms",
        dataKey: keys.dataKeyArn,
        tenantKeyPrefix: tenantKeyScope(context.stack, region, context.product.keys).aliasPrefix,
        rotationDays: promised.keyRotationDays,
      },
      workload: { kind: "ecs", name: cluster.name },
      models: workload.models,
      network: { id: network.vpcId, private: true, adopted: network.adopted },
    };
    this.done({ url: region.baseUrl });
  }

  /** The edge in Cloudflare's network: a connector in the stamp, and what answers for the region's host over there. */
  #cloudflare(
    placement: Extract<AwsContext["settings"]["edge"], { placement: "cloudflare" }>,
    given: Pick<AwsWorkloadArgs, "context" | "network" | "firewall" | "logGroups">,
    { cluster, identities, origin, services }: WorkloadFacts,
    inside: ComponentOptions,
  ): readonly Resource[] {
    const connector = new AwsConnector(
      this.child("connector"),
      {
        ...given,
        image: placement.connector,
        tokenSecretArn: placement.tunnelTokenSecretArn,
        cluster,
        executionRoleArn: identities.execution.edge,
        after: services.api.ready,
      },
      inside,
    );
    return new RegionalFront(
      this.child("cloudflare"),
      {
        stamp: given.context,
        placement,
        origin: { host: origin.host, port: ports.origin },
        after: connector.facts.ready,
      },
      inside,
    ).ready;
  }
}

/** From inside, a front door on the internet is reached by way of the internet: not where nothing may leave. */
const canBeChecked = ({ settings }: Pick<AwsContext, "settings">): boolean =>
  hasEgress(settings) || (settings.edge.placement === "regional" && !isPublic(settings));

const endpointOf = ({ host, port, masterSecretArn }: ServerFacts): SqlEndpoint => ({
  host,
  port,
  auth: "aws-iam",
  masterSecret: masterSecretArn,
});
