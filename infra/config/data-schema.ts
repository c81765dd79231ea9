import * as z from "zod";
import { bucketName, hostName, keyArn, rdsSecretArn, securityGroupId } from "./aws-names.ts";
import { createOrAdopt } from "./create-or-adopt.ts";
import { text } from "./text.ts";

export const keys = createOrAdopt(
  z.strictObject({}),
  z.strictObject({
    dataKeyArn: keyArn.describe(
      "Symmetric KMS key of this account and region, rotated, for databases, buckets and logs. Its policy admits the stamp's roles.",
    ),
    auditKeyArn: keyArn.describe("Another key, for the audit store alone. Who may read tenants' data may not open it."),
    secretsKeyArn: keyArn.describe("A third key, for the region's secrets."),
  }),
);

const adoptedServer = z.strictObject({
  host: hostName.describe(
    "Endpoint that is written to, not a reader's (`Endpoint` in `aws rds describe-db-clusters`). PostgreSQL, encrypted.",
  ),
  port: z.int().min(1).max(65_535).default(5432).describe("Port that it listens on."),
  masterSecretArn: rdsSecretArn.describe(
    "RDS's own secret with `username` and `password` of the master user (`MasterUserSecret.SecretArn`).",
  ),
  resourceId: text(/^(cluster|db)-[A-Z0-9]+$/, "must be the resource id of a cluster or an instance").describe(
    "`DbClusterResourceId` (cluster-…) or `DbiResourceId` (db-…): tasks sign in by IAM, which must be on.",
  ),
  securityGroupId: securityGroupId.describe("Group that the server is in; the stamp enters its own rules in it."),
});

const capacityUnits = z.number().min(0.5).max(256).multipleOf(0.5);
const serverId = text(/^[a-z][a-z0-9-]{0,14}[a-z0-9]$/, "must be 2 to 16 lower-case letters, digits and hyphens");

export const databases = createOrAdopt(
  z.strictObject({
    minCapacity: capacityUnits.default(0.5).describe("Aurora capacity units each server uses at least; 0.5 is 1 GiB."),
    maxCapacity: capacityUnits.default(16).describe("And at most, which bounds its cost."),
    tenantServers: z
      .array(serverId)
      .min(1)
      .max(8)
      .default(["shared"])
      .describe("Servers that hold tenant databases, by id; one is enough to begin with. None can be taken away."),
  }),
  z.strictObject({
    catalog: adoptedServer.describe("Server of the catalog: who the tenants are and where each one's database is."),
    tenantServers: z
      .record(serverId, adoptedServer)
      .describe("Servers that hold tenant databases, by an id of your choice; the catalog's may be one of them."),
  }),
);

export const storage = createOrAdopt(
  z.strictObject({}),
  z.strictObject({
    blobs: bucketName.describe(
      "Bucket for tenants' files: versioned, encrypted, private, in this region, replicated nowhere.",
    ),
    artifacts: bucketName.describe("Bucket for what tenants have produced, such as exports; the same."),
    audit: bucketName.describe("Bucket with Object Lock on, in compliance mode for as long as the profile promises."),
    logs: bucketName.describe("Bucket for access logs of load balancer and buckets, and the trail."),
  }),
);
