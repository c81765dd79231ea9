import { type Input, jsonStringify } from "@pulumi/pulumi";
import { joined } from "../joined.ts";
import type { ServerFacts } from "../parts.ts";
import type { ProcessFacts } from "./process-facts.ts";
import { productFile } from "./process-facts.ts";
import type { Environment } from "./variables.ts";

/** The certificates of RDS, which the image carries. */
const rdsCertificates = "/app/certificates/rds.pem";

/** Address of a server, whose certificate and name every connection verifies. */
export const serverUrl = ({ host, port }: Pick<ServerFacts, "host" | "port">): Input<string> =>
  typeof port === "number"
    ? joined("postgres://", host, `:${port}?sslmode=verify-full`)
    : joined("postgres://", host, ":", portText(port), "?sslmode=verify-full");

const portText = (port: Input<number>): Input<string> => jsonStringify(port);

/** Which region this is, and which others there are. */
export const placeEnvironment = ({ context: { registry, region, settings } }: ProcessFacts): Environment => ({
  AWS_REGION: settings.region,
  BAILIWICK_REGION: region.id,
  BAILIWICK_REGISTRY: JSON.stringify(registry),
});

/** What the product promises, for processes that serve it. */
export const productEnvironment = ({ context: { product } }: ProcessFacts): Environment => ({
  BAILIWICK_PRODUCT_FILE: productFile(product),
});

/** Servers, signed in to with tokens of IAM. */
export const databaseEnvironment = ({ databases: { catalog, tenantServers } }: ProcessFacts): Environment => ({
  BAILIWICK_DATABASE_AUTH: "aws-iam",
  BAILIWICK_DATABASE_CA_FILE: rdsCertificates,
  BAILIWICK_DATABASE_URL: serverUrl(catalog),
  BAILIWICK_TENANT_SERVERS: jsonStringify(
    Object.fromEntries(Object.entries(tenantServers).map(([id, server]) => [id, serverUrl(server)])),
  ),
});

/** Keys and buckets that API and worker share. */
export const storeEnvironment = ({ keys, storage }: ProcessFacts): Environment => ({
  BAILIWICK_ARTIFACT_BUCKET: storage.artifacts.name,
  BAILIWICK_BLOB_BUCKET: storage.blobs.name,
  BAILIWICK_BLOB_STORE: "s3",
  BAILIWICK_KEY_SERVICE: "aws-kms",
  BAILIWICK_KMS_KEY: keys.dataKeyArn,
});

/** The product's own switch, thrown where the stack file says so. */
export const telemetryEnvironment = ({
  context: { product, settings },
}: ProcessFacts): Readonly<Record<string, string>> =>
  settings.telemetry ? {} : { [product.names.telemetryVariable]: "off" };
