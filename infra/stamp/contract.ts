import type { Input } from "@pulumi/pulumi";

/** A PostgreSQL server the core API connects to. */
export interface SqlEndpoint {
  readonly host: Input<string>;
  readonly port: Input<number>;
  /** How a role proves itself: a token of the cloud's identity service, or a password in the referenced secret. */
  readonly auth: "aws-iam" | "entra" | "password";
  /** Reference of the secret that holds the break-glass user; never its value. */
  readonly masterSecret: Input<string>;
}

/** Private object storage, encrypted under a key of the stamp. */
export interface BlobStore {
  readonly kind: "s3" | "azure-blob";
  /** Bucket or container. */
  readonly name: Input<string>;
}

/** Write-once storage of the audit copy. A cloud that cannot lock says so. */
export interface WormStore extends BlobStore {
  readonly lock: "compliance" | "governance" | "unlocked" | "external";
  /** Days for which a written object cannot be removed. */
  readonly days: number;
}

/** How the core API creates and uses tenants' keys; not the keys themselves. */
export interface KeyRing {
  readonly kind: "aws-kms" | "key-vault" | "secretbox";
  /** The region's key that wraps tenants' keys. */
  readonly dataKey: Input<string>;
  /** Beginning of the names of keys that belong to one tenant. */
  readonly tenantKeyPrefix: string;
  readonly rotationDays: number;
}

/** Where the containers run. */
export interface WorkloadTarget {
  readonly kind: "ecs" | "container-apps" | "kubernetes";
  readonly name: Input<string>;
}

/** The private endpoint that model calls of this region go to. */
export interface ModelEndpoint {
  readonly kind: "bedrock" | "azure-openai" | "customer" | "none";
  readonly url?: Input<string>;
}

/**
 * What every cloud returns for one region: facts that the core API and the operator need, never a provider's resource and
 * never a secret's value.
 */
export interface Stamp {
  readonly region: string;
  readonly jurisdiction: string;
  /** Origin of the region's edge, for example `https://eu-west-1.flow.example`. */
  readonly url: string;
  /** What the region's host names have to point to. */
  readonly ingress: Input<string>;
  readonly catalog: SqlEndpoint;
  /** Servers of tenant databases, by id. */
  readonly tenantServers: Readonly<Record<string, SqlEndpoint>>;
  readonly blobs: BlobStore;
  readonly artifacts: BlobStore;
  readonly audit: WormStore;
  readonly keys: KeyRing;
  readonly workload: WorkloadTarget;
  readonly models: ModelEndpoint;
  readonly network: { readonly id: Input<string>; readonly private: true; readonly adopted: boolean };
}

/** Version of the outputs a stack exports; a field that changes its meaning needs the next one. */
export const contractVersion = 1;
