import type { Input } from "@pulumi/pulumi";

/** Variables that the images read, so that a misspelt one does not compile. */
type Name =
  | "ADMIN_KEY"
  | "ARTIFACT_BUCKET"
  | "AUDIT_BUCKET"
  | "AUDIT_LOCK_MODE"
  | "AUDIT_RETENTION_DAYS"
  | "BLOB_BUCKET"
  | "BLOB_STORE"
  | "CHECK_CA"
  | "DATABASE_AUTH"
  | "DATABASE_CA_FILE"
  | "DATABASE_SUPERUSER"
  | "DATABASE_URL"
  | "EDGE_KEYS"
  | "HOST"
  | "HSTS"
  | "KEY_SERVICE"
  | "KMS_KEY"
  | "KMS_TENANT_ALIAS_PREFIX"
  | "KMS_TENANT_STACK"
  | "METRICS_PORT"
  | "ORIGIN"
  | "ORIGIN_CA"
  | "ORIGIN_NAME"
  | "PIN_PEPPER"
  | "PIN_PEPPER_FILE"
  | "PIN_PRIVATE_KEY_FILE"
  | "PIN_PUBLIC_KEY"
  | "PIN_PUBLIC_KEY_FILE"
  | "PLAIN_HTTP_PORT"
  | "PORT"
  | "PRODUCT_FILE"
  | "REGION"
  | "REGISTRY"
  | "SECRET_FOLDER"
  | "SECRET_IDS"
  | "TENANT_SERVERS"
  | `TENANT_SUPERUSER_${string}`
  | "TLS_CERTIFICATE"
  | "TLS_PRIVATE_KEY"
  | "TRUSTED_HOPS"
  | "WORK_FOLDER";

export type Variable = `BAILIWICK_${Name}` | "AWS_REGION";

export type Environment = Readonly<Partial<Record<Variable, Input<string>>>>;

/** As a container takes it: without the entries that are absent, and with the product's own switch of telemetry. */
export const declared = (
  environment: Environment,
  own: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Input<string>>> => ({
  ...Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ),
  ...own,
});
