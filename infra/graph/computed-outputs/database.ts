import { createHash } from "node:crypto";
import type * as rds from "@pulumi/aws/rds/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const domain = (facts: Facts) => `${facts.context.region}.rds.amazonaws.com`;
/** The same in every address of an account and region: a server that takes over another's name has its address too. */
const account = ({ context }: Facts) =>
  `c${createHash("sha512").update(`${context.accountId}|${context.region}`).digest("hex").slice(0, 11)}`;
const zone = () => "Z29XKXDKYMONMX";
const port = (facts: Facts) => facts.number("port", 5432);
const arnOf = (kind: string, property: string) => (facts: Facts) =>
  facts.arn("rds", `${kind}:${facts.named(property)}`);
const name = (facts: Facts) => facts.named();

/** The secret that RDS keeps for the master user; no secret unless RDS manages the password. */
const managedSecrets = (kind: string) => (facts: Facts) =>
  facts.flag("manageMasterUserPassword")
    ? [
        {
          secretArn: facts.arn(
            "secretsmanager",
            `secret:rds!${kind}-${facts.uuid("secret")}-${facts.hex(6, "secret")}`,
          ),
          kmsKeyId: facts.text("masterUserSecretKmsKeyId", facts.arn("kms", "alias/aws/secretsmanager")),
          secretStatus: "active",
        },
      ]
    : [];

const instanceAddress = (facts: Facts) => `${facts.named("identifier")}.${account(facts)}.${domain(facts)}`;
const subnetGroup = row<rds.SubnetGroupState>({
  id: name,
  outputs: {
    name,
    arn: arnOf("subgrp", "name"),
    supportedNetworkTypes: () => ["IPV4"],
    vpcId: (facts) => `vpc-0${facts.hex(16, "vpc")}`,
  },
});

/** RDS and Aurora. */
export const databaseRows: Rows = {
  "aws:rds/subnetGroup:SubnetGroup": subnetGroup,
  "aws:rds/parameterGroup:ParameterGroup": row<rds.ParameterGroupState>({
    id: name,
    outputs: { name, arn: arnOf("pg", "name") },
  }),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": row<rds.ClusterParameterGroupState>({
    id: name,
    outputs: { name, arn: arnOf("cluster-pg", "name") },
  }),
  "aws:rds/cluster:Cluster": row<rds.ClusterState>({
    id: (facts) => facts.named("clusterIdentifier"),
    outputs: {
      clusterIdentifier: (_facts, id) => id,
      arn: (facts, id) => facts.arn("rds", `cluster:${id}`),
      clusterResourceId: (facts) => `cluster-${facts.hex(26, "resource").toUpperCase()}`,
      endpoint: (facts, id) => `${id}.cluster-${account(facts)}.${domain(facts)}`,
      readerEndpoint: (facts, id) => `${id}.cluster-ro-${account(facts)}.${domain(facts)}`,
      port,
      hostedZoneId: zone,
      engineVersionActual: (facts) => facts.text("engineVersion", "17.5"),
      masterUserSecrets: managedSecrets("cluster"),
      availabilityZones: (facts) => ["a", "b", "c"].map((letter) => facts.context.region + letter),
      caCertificateValidTill: () => "2061-05-25T23:34:57Z",
      upgradeRolloutOrder: () => "",
    },
  }),
  "aws:rds/clusterInstance:ClusterInstance": row<rds.ClusterInstanceState>({
    id: (facts) => facts.named("identifier"),
    outputs: {
      identifier: (_facts, id) => id,
      arn: (facts, id) => facts.arn("rds", `db:${id}`),
      dbiResourceId: (facts) => `db-${facts.hex(26, "resource").toUpperCase()}`,
      endpoint: (facts, id) => `${id}.${account(facts)}.${domain(facts)}`,
      port,
      writer: () => true,
      storageEncrypted: () => true,
      kmsKeyId: (facts) => facts.arn("kms", `key/${facts.uuid("key")}`),
      networkType: () => "IPV4",
      engineVersionActual: (facts) => facts.text("engineVersion", "17.5"),
    },
  }),
  "aws:rds/instance:Instance": row<rds.InstanceState>({
    // Since version 5 the provider's id is the resource id, not the identifier.
    id: (facts) => `db-${facts.hex(26, "resource").toUpperCase()}`,
    outputs: {
      identifier: (facts) => facts.named("identifier"),
      resourceId: (_facts, id) => id,
      arn: arnOf("db", "identifier"),
      address: instanceAddress,
      endpoint: (facts) => `${instanceAddress(facts)}:${port(facts)}`,
      port,
      hostedZoneId: zone,
      engineVersionActual: (facts) => facts.text("engineVersion", "17.5"),
      masterUserSecrets: managedSecrets("db"),
      status: () => "available",
      latestRestorableTime: () => "2026-01-01T00:00:00Z",
      listenerEndpoints: () => [],
      replicas: () => [],
      upgradeRolloutOrder: () => "",
    },
  }),
  "aws:rds/proxy:Proxy": row<rds.ProxyState>({
    id: name,
    outputs: {
      name,
      arn: (facts) => facts.arn("rds", `db-proxy:prx-0${facts.hex(16)}`),
      endpoint: (facts) => `${facts.named()}.proxy-${account(facts)}.${domain(facts)}`,
    },
  }),
  "aws:rds/eventSubscription:EventSubscription": row<rds.EventSubscriptionState>({
    id: name,
    outputs: { name, arn: arnOf("es", "name"), customerAwsId: (facts) => facts.context.accountId },
  }),
  "aws:rds/clusterRoleAssociation:ClusterRoleAssociation": linkRow<rds.ClusterRoleAssociationState>(
    ",",
    "dbClusterIdentifier",
    "roleArn",
  ),
};
