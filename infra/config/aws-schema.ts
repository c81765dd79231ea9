import { deploymentModes } from "@bailiwick/contract/product";
import * as z from "zod";
import { cidr } from "./cidr.ts";
import { networkServices } from "./network-services.ts";
import { text } from "./text.ts";

const accountId = z
  // Without quotes YAML reads a number, and leading zeros are lost.
  .string({ error: ({ input }) => (typeof input === "number" ? "must be in quotes" : undefined) })
  .regex(/^\d{12}$/, { error: "must be the 12 digits of an AWS account" });
const vpcId = text(/^vpc-[0-9a-f]{8,17}$/, "must be the id of a VPC, such as vpc-0a1b2c3d");
const subnetId = text(/^subnet-[0-9a-f]{8,17}$/, "must be the id of a subnet, such as subnet-0a1b2c3d");
const arn = (service: string, what: string) =>
  text(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:.+$`), `must be the ARN of ${what}`);
const imageByDigest = text(
  /^[a-z0-9][a-z0-9._:/-]*@sha256:[0-9a-f]{64}$/,
  "must name an image by its digest, such as registry.example/core-api@sha256:…",
);
const bucketName = text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "must be the name of a bucket");
const hostName = text(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, "must be a host name");
const email = text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address");

/** `create` makes it, `adopt` takes what is there; exactly one of both. */
const createOrAdopt = <C extends z.ZodType, A extends z.ZodType>(create: C, adopt: A) =>
  z.union([z.strictObject({ create }), z.strictObject({ adopt })], { error: "must have either `create` or `adopt`" });

const network = createOrAdopt(
  z.strictObject({
    cidr: cidr({ widest: 16, narrowest: 20 }).describe(
      "Range of the VPC, /16 to /20: three zones with a private, a database and an ingress subnet each.",
    ),
    egress: z
      .enum(["nat", "none"])
      .default("nat")
      .describe(
        "`nat`: the edge reaches other regions' public pin maps. `none`: nothing leaves; for a registry of one region.",
      ),
  }),
  z.strictObject({
    vpcId,
    cidr: cidr({ widest: 8, narrowest: 20 }),
    privateSubnetIds: z.array(subnetId).min(3).describe("One per zone, in the order of the zones, at least three."),
    databaseSubnetIds: z.array(subnetId).min(3),
    ingressSubnetIds: z
      .array(subnetId)
      .min(2)
      .describe("Where the load balancer stands: public in SaaS, private in the customer's network."),
    routeTableIds: z
      .array(text(/^rtb-[0-9a-f]{8,17}$/, "must be the id of a route table"))
      .min(1)
      .describe("Route tables of the private subnets, for the S3 gateway endpoint."),
    egress: z.enum(["nat", "none"]),
    endpoints: z
      .array(z.enum(networkServices))
      .default([])
      .describe("Services the network already has an endpoint for; the stamp makes the others that it needs."),
    s3PrefixListId: text(/^pl-[0-9a-f]{8,17}$/, "must be the id of a prefix list, such as pl-6da54004")
      .optional()
      .describe("AWS's prefix list of S3 in this region, where the network has its own gateway endpoint for S3."),
    ingressCidrs: z
      .array(cidr({ widest: 8, narrowest: 28 }))
      .min(1)
      .optional()
      .describe("Ranges of the ingress subnets, whose load balancer alone says who asks. @default the whole network"),
  }),
);

const keys = createOrAdopt(
  z.strictObject({}),
  z.strictObject({
    dataKeyArn: arn("kms", "a KMS key"),
    auditKeyArn: arn("kms", "a KMS key"),
    secretsKeyArn: arn("kms", "a KMS key"),
  }),
);

const adoptedServer = z.strictObject({
  host: hostName,
  port: z.int().min(1).max(65_535).default(5432),
  masterSecretArn: arn("secretsmanager", "a secret").describe(
    "RDS's own secret with `username` and `password` of the master user.",
  ),
  resourceId: text(/^(cluster|db)-[A-Z0-9]+$/, "must be the resource id of a cluster or an instance").describe(
    "`cluster-…` or `db-…`, for IAM authentication.",
  ),
  securityGroupId: text(/^sg-[0-9a-f]{8,17}$/, "must be the id of a security group"),
});

const capacityUnits = z.number().min(0.5).max(256).multipleOf(0.5);
const serverId = text(/^[a-z][a-z0-9-]{0,14}[a-z0-9]$/, "must be 2 to 16 lower-case letters, digits and hyphens");

const databases = createOrAdopt(
  z.strictObject({
    minCapacity: capacityUnits.default(0.5).describe("Aurora capacity units each server may use."),
    maxCapacity: capacityUnits.default(16),
    tenantServers: z
      .array(serverId)
      .min(1)
      .max(8)
      .default(["shared"])
      .describe("Servers that hold tenant databases, by id; one is enough to begin with."),
  }),
  z.strictObject({ catalog: adoptedServer, tenantServers: z.record(serverId, adoptedServer) }),
);

const storage = createOrAdopt(
  z.strictObject({}),
  z.strictObject({ blobs: bucketName, artifacts: bucketName, audit: bucketName, logs: bucketName }),
);

/** Names and certificate of the region's host: made in a Route 53 zone, or brought. */
const ingress = z.union(
  [
    z.strictObject({
      zoneId: text(/^Z[A-Z0-9]{8,31}$/, "must be the id of a hosted zone, such as Z0123456789ABC").describe(
        "Hosted zone of the domain: certificate and records are made in it.",
      ),
    }),
    z.strictObject({
      certificateArn: arn("acm", "a certificate").describe(
        "Certificate for the region's host and `*.` below it; records are the operator's.",
      ),
      authority: text(
        /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
        "must be certificates in PEM, and no key",
      )
        .optional()
        .describe(
          "Certificate of the authority behind it in PEM, unless browsers trust it: for the region's own check.",
        ),
    }),
  ],
  { error: "must have either `zoneId` or `certificateArn`" },
);

const size = z.strictObject({
  cpu: z.enum(["256", "512", "1024", "2048", "4096"]),
  memory: z.enum(["512", "1024", "2048", "4096", "8192"]),
  min: z.int().min(1).max(50),
  max: z.int().min(1).max(200),
});

/** Code of a Worker, built by `npm run build-workers`. A release changes nothing else. */
export const workerBundle = z.strictObject({
  path: z.string().regex(/^[\w./-]+\.js$/, { error: "must be the path of a bundle, such as edge/dist/global.js" }),
  sha256: text(/^[0-9a-f]{64}$/, "must be the SHA-256 of the bundle, 64 hexadecimal digits"),
  /** `security.txt` expires a year after it (RFC 9116). */
  reviewed: text(/^\d{4}-\d{2}-\d{2}$/, "must be the day security.txt was last reviewed, such as 2026-11-01"),
});

const edgePlacement = z.discriminatedUnion("placement", [
  z.strictObject({ placement: z.literal("regional") }),
  z.strictObject({
    placement: z.literal("cloudflare"),
    accountId: text(/^[0-9a-f]{32}$/, "must be the 32 hexadecimal digits of a Cloudflare account"),
    zoneId: text(/^[0-9a-f]{32}$/, "must be the 32 hexadecimal digits of a Cloudflare zone"),
    /** Made once by the operator (`cloudflared tunnel create`): its token must never be in a program or its state. */
    tunnelId: text(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      "must be the id of a tunnel, such as 01234567-89ab-cdef-0123-456789abcdef",
    ),
    tunnelTokenSecretArn: arn("secretsmanager", "a secret").describe(
      "Secret of this account that holds the tunnel's token.",
    ),
    connector: imageByDigest.describe("Image of cloudflared, 2025.7 or newer, from a registry of this region."),
    worker: workerBundle,
    waiver: z
      .string()
      .min(20)
      .max(500)
      .optional()
      .describe(
        "Why this placement is taken although the profile promises that everything stays inside the jurisdiction.",
      ),
  }),
]);

/** Configuration of a stamp on AWS, as it is written in a stack file under `bailiwick:stamp`. */
export const awsStampSchema = z.strictObject({
  mode: z
    .enum(deploymentModes)
    .describe("Whose account it is: `saas` the vendor's, `invpc` the customer's. As in the stack's name."),
  cloud: z.literal("aws").describe("As in the stack's name."),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be the name of an AWS region, such as eu-west-1").describe(
    "As in the stack's name; one of the profile's.",
  ),
  product: z.string().min(1).describe("Path of the product profile, from the repository's root."),
  accountId: accountId.describe("The account the stack may touch; any other is refused by the provider."),
  nameSalt: text(/^[a-z0-9]{2,8}$/, "must be 2 to 8 lower-case letters and digits")
    .default("a1")
    .describe("Ends names that are unique in the world or reserved after deletion; change it to make a stamp anew."),
  lifecycle: z
    .enum(["active", "decommissioning"])
    .default("active")
    .describe("`decommissioning` lifts the protection of data before `pulumi destroy`."),
  images: z
    .strictObject({ coreApi: imageByDigest, edge: imageByDigest })
    .describe("What runs, by digest, from a registry of this region. A release changes nothing else."),
  host: hostName.optional().describe("Host of this region. @default <region>.<domain of the profile>"),
  pinKeys: z
    .record(z.string(), z.array(z.string()).min(1).max(2))
    .default({})
    .describe("Public keys of the regions' pin maps, by region; a region that is absent is not known to this one."),
  pinPepper: z
    .union([z.literal("generate"), z.strictObject({ secretArn: arn("secretsmanager", "a secret") })])
    .default("generate")
    .describe(
      "Key of the names in pin maps: `generate` for a product's first region, the secret of the first for others.",
    ),
  network: network.describe("Where it stands: made, or brought."),
  keys: keys.default({ create: {} }).describe("Keys for data, audit and secrets."),
  databases: databases
    .default({ create: { minCapacity: 0.5, maxCapacity: 16, tenantServers: ["shared"] } })
    .describe("Servers of the catalog and of tenant databases."),
  storage: storage.default({ create: {} }).describe("Buckets for blobs, artifacts, audit and logs."),
  ingress: ingress.describe("Name and certificate of the host."),
  edge: edgePlacement
    .default({ placement: "regional" })
    .describe("Where requests are decrypted: `regional` in the stamp, `cloudflare` in Cloudflare's network."),
  models: z
    .union([
      z.strictObject({ bedrock: z.array(text(/^[a-z0-9][a-z0-9.:-]+$/, "must be the id of a Bedrock model")).min(1) }),
      z.strictObject({ customer: text(/^https:\/\/[a-z0-9.-]+(:\d+)?(\/\S*)?$/, "must be an https URL") }),
      z.literal("none"),
    ])
    .default("none")
    .describe("Models of Amazon Bedrock that tasks may call in this region, or the customer's own endpoint."),
  stricter: z
    .strictObject({
      keyRotationDays: z.int().min(90).max(365).optional(),
      auditLockDays: z.int().min(1).max(36_500).optional(),
      logRetentionDays: z.int().min(1).optional(),
      tlsMinimum: z.enum(["1.3"]).optional(),
    })
    .default({})
    .describe("Promises of the profile that this stamp tightens; none can be loosened."),
  auditLock: z
    .enum(["compliance", "governance"])
    .default("compliance")
    .describe(
      "`governance` lets a named role remove the lock: for stacks that are made to be thrown away, never in production.",
    ),
  architecture: z
    .enum(["X86_64", "ARM64"])
    .default("X86_64")
    .describe("Processors of the tasks; the images must be built for them."),
  capacity: z
    .strictObject({ api: size.optional(), worker: size.optional(), edge: size.optional() })
    .default({})
    .describe("CPU units, MiB and number of tasks, where the defaults do not suit."),
  alerts: z
    .strictObject({
      emails: z.array(email).min(1).describe("Each gets a message to confirm."),
      monthlyBudgetUsd: z
        .number()
        .positive()
        .optional()
        .describe("Alarms when a month's cost is forecast to exceed it."),
    })
    .describe("Who hears of alarms."),
  clientRanges: z
    .array(cidr({ widest: 8, narrowest: 32 }))
    .default([])
    .describe("In-VPC: private ranges beside the network's own that reach the load balancer, such as a VPN's."),
  telemetry: z.boolean().default(true).describe("False sets the product's telemetry variable to off."),
  guardDuty: z.boolean().default(false).describe("Turns the account's GuardDuty detector of this region on."),
  webAclArn: arn("wafv2", "a web ACL").optional().describe("A web ACL to associate with the load balancer."),
  tags: z
    .record(text(/^[\w.:/=+@ -]{1,128}$/, "must be a tag's name"), z.string().max(256))
    .default({})
    .describe("Tags of every resource, beside the stamp's own."),
});

export type WorkerBundle = z.output<typeof workerBundle>;
export type AwsStampSettings = z.output<typeof awsStampSchema>;
