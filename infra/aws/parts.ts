import type { Input, Output, Resource } from "@pulumi/pulumi";

/**
 * What the parts of a stamp on AWS tell each other. Adopted and created resources give the same facts, so that nobody
 * downstream asks which it was.
 */

export interface NetworkFacts {
  readonly vpcId: Input<string>;
  readonly cidr: string;
  readonly privateSubnetIds: readonly Input<string>[];
  readonly databaseSubnetIds: readonly Input<string>[];
  readonly ingressSubnetIds: readonly Input<string>[];
  /** Ranges of the ingress subnets: who else is in the network may not say on whose behalf it asks. */
  readonly ingressCidrs: readonly string[];
  readonly routeTableIds: readonly Input<string>[];
  /** Availability zones in the order of the subnets; empty for an adopted network, whose zones only AWS knows. */
  readonly zones: readonly string[];
  readonly adopted: boolean;
  /** Ready when traffic can flow: routes and NAT gateways are there. */
  readonly ready: readonly Resource[];
}

/**
 * Who talks to whom inside a stamp; each is a security group. `smoke` asks the ingress as a client does, on 443 and 80: by
 * its public addresses where it has some.
 */
export const peers = ["ingress", "edge", "origin", "api", "worker", "smoke", "database", "endpoint"] as const;
export type Peer = (typeof peers)[number];
export type FirewallFacts = Readonly<Record<Peer, Input<string>>>;

/**
 * Parts of names that policies of keys and buckets say before the thing itself exists: the roles of the tasks that wrap
 * and unwrap tenants' keys, the cluster whose tasks' disks are encrypted, and the trail.
 */
export const namedInPolicies = { roles: ["api-task", "worker-task"], cluster: "workload", trail: "audit" } as const;

export interface KeyFacts {
  /** Databases, buckets of customers' data, wrapped tenant keys, ephemeral storage. */
  readonly dataKeyArn: Input<string>;
  /** Audit store and trail. */
  readonly auditKeyArn: Input<string>;
  /** Secrets Manager, log groups, alert topic. */
  readonly secretsKeyArn: Input<string>;
  /** Wait for them before using a key; its policy is part of it. */
  readonly ready: readonly Resource[];
}

export interface ServerFacts {
  readonly host: Input<string>;
  readonly port: Input<number>;
  readonly masterSecretArn: Input<string>;
  /** For `rds-db:connect` (IAM authentication). */
  readonly resourceId: Input<string>;
  /** What its metrics are filed under: `DBClusterIdentifier` or `DBInstanceIdentifier`. */
  readonly kind: "cluster" | "instance";
  /** Its name, which is the first label of its host. */
  readonly identifier: Input<string>;
}

export interface DatabaseFacts {
  readonly catalog: ServerFacts;
  readonly tenantServers: Readonly<Record<string, ServerFacts>>;
  /** ARNs that a backup plan selects. */
  readonly arns: readonly Input<string>[];
  readonly ready: readonly Resource[];
}

export interface BucketFacts {
  readonly name: Input<string>;
  readonly arn: Input<string>;
  /** Wait for it before writing: policy and encryption are set. */
  readonly ready: readonly Resource[];
}

export interface StorageFacts {
  readonly blobs: BucketFacts;
  readonly artifacts: BucketFacts;
  /** Object Lock; CloudTrail and the audit copy write to it. */
  readonly audit: BucketFacts;
  /** Access logs of the load balancer and of the buckets: SSE-S3, for AWS cannot write them under a customer's key. */
  readonly logs: BucketFacts;
}

/** Values the first boot makes: `bailiwick region init` writes them, tasks are given them by the platform. */
export const regionSecrets = [
  "edgeKeys",
  "pinPrivateKey",
  "pinPublicKey",
  "pinPepper",
  "adminKey",
  "originCa",
  "originTls",
  "edgeTls",
] as const;
export type RegionSecret = (typeof regionSecrets)[number];

/** ARNs of secrets without a value in state. */
export type SecretFacts = Readonly<Record<RegionSecret, Input<string>>>;

export interface LogFacts {
  /** Names of log groups by task. */
  readonly groups: Readonly<Record<"api" | "worker" | "edge" | "smoke", Output<string>>>;
  /** Topic that alarms go to. */
  readonly alertTopicArn: Output<string>;
}

/** Ports inside the stamp. `edgeRedirect` answers plain HTTP with 308, which a load balancer cannot. */
export const ports = {
  https: 443,
  http: 80,
  edge: 8443,
  edgeRedirect: 8080,
  origin: 8443,
  api: 8443,
  database: 5432,
} as const;
