import { deploymentModes } from "@bailiwick/contract/product";
import * as z from "zod";
import { accountId, email, hostName, imageByDigest, secretArn, webAclArn } from "./aws-names.ts";
import { cidr } from "./cidr.ts";
import { databases, keys, storage } from "./data-schema.ts";
import { edgePlacement, ingress } from "./front-schema.ts";
import { models } from "./models-schema.ts";
import { network } from "./network-schema.ts";
import { text } from "./text.ts";

export type { WorkerBundle } from "./front-schema.ts";

const size = z.strictObject({
  cpu: z.enum(["256", "512", "1024", "2048", "4096"]).describe("CPU units of a task, in quotes; 1024 are a vCPU."),
  memory: z
    .enum(["512", "1024", "2048", "4096", "8192"])
    .describe("MiB of a task, in quotes, as Fargate has them for its CPU units."),
  min: z.int().min(1).max(50).describe("Tasks there always are."),
  max: z.int().min(1).max(200).describe("Tasks there are at most."),
});

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
  accountId: accountId.describe("The account the stack may touch, in quotes; any other is refused by the provider."),
  nameSalt: text(/^[a-z0-9]{2,8}$/, "must be 2 to 8 lower-case letters and digits")
    .default("a1")
    .describe(
      "Ends names that are unique in the world (buckets) or stay reserved after deletion (secrets, for 30 days); another one makes another stamp.",
    ),
  lifecycle: z
    .enum(["active", "decommissioning"])
    .default("active")
    .describe("`decommissioning` lifts the protection of data before `pulumi destroy`."),
  images: z
    .strictObject({
      coreApi: imageByDigest.describe("Built of `core-api/Dockerfile`: core API, worker and command line."),
      edge: imageByDigest.describe("Built of `edge/deploy/Dockerfile`."),
    })
    .describe(
      "What runs, by digest (`aws ecr describe-images`), from a registry of this region. A release changes nothing else.",
    ),
  host: hostName
    .optional()
    .describe(
      "Host of this region: in SaaS one label before the profile's domain. @default <region>.<domain of the profile>",
    ),
  pinKeys: z
    .record(z.string(), z.array(z.string()).min(1).max(2))
    .default({})
    .describe(
      "Public keys of the regions' pin maps, by region: the value of each one's secret `…-pin-public-key-…`. A region that is absent is not known to this one; a new region lists the others, and its own key once it has made one.",
    ),
  pinPepper: z
    .union(
      [
        z.literal("generate"),
        z.strictObject({
          secretArn: secretArn.describe("Secret whose value is the first region's pepper, copied by hand."),
        }),
      ],
      { error: "must be generate, or {secretArn: …} with the ARN of a secret; the value itself belongs in no file" },
    )
    .default("generate")
    .describe(
      "Key of the names in pin maps, the same in every region of a product: `generate` in the first region, for good; {secretArn: …} in every other.",
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
  models: models
    .default("none")
    .describe(
      "Models that tasks may call: {bedrock: [<model id>, …]} of Amazon Bedrock in this region, {customer: <https URL>} the customer's own endpoint, or none.",
    ),
  stricter: z
    .strictObject({
      keyRotationDays: z
        .int()
        .min(90)
        .max(365)
        .optional()
        .describe("Days between two rotations of a key, fewer than the profile's. @default the profile's"),
      auditLockDays: z
        .int()
        .min(1)
        .optional()
        .describe(
          "Days an audit record is locked for, more than the profile's: nobody, AWS included, can shorten them. @default the profile's",
        ),
      logRetentionDays: z
        .int()
        .min(1)
        .optional()
        .describe("Days logs are kept for, a number that CloudWatch has. @default 90"),
      tlsMinimum: z
        .enum(["1.3"])
        .optional()
        .describe("Oldest version of TLS that is answered, in quotes. @default the profile's"),
    })
    .default({})
    .describe(
      "Promises of the profile that this stamp tightens, none can be loosened: keyRotationDays, auditLockDays, logRetentionDays, tlsMinimum.",
    ),
  auditLock: z
    .enum(["compliance", "governance"])
    .default("compliance")
    .describe(
      "`governance` lets whoever holds s3:BypassGovernanceRetention remove a locked object: for stacks named test-… or dev-…, made to be thrown away.",
    ),
  architecture: z
    .enum(["X86_64", "ARM64"])
    .default("X86_64")
    .describe("Processors of the tasks; the images must be built for them."),
  capacity: z
    .strictObject({
      api: size.optional().describe("The core API."),
      worker: size.optional().describe("The worker, four tasks at most."),
      edge: size.optional().describe("The edge."),
    })
    .default({})
    .describe(
      "Of api, worker and edge, where the defaults do not suit: {cpu: <CPU units>, memory: <MiB>, min: <tasks>, max: <tasks>}.",
    ),
  alerts: z
    .strictObject({
      emails: z
        .array(email)
        .min(1)
        .describe("Each gets a message to confirm, and hears nothing before; ten at most with a budget."),
      monthlyBudgetUsd: z
        .number()
        .positive()
        .max(10_000_000)
        .optional()
        .describe("Alarms when a month's cost of the account in this region, in dollars, is forecast to exceed it."),
    })
    .describe("Who hears of alarms."),
  clientRanges: z
    .array(cidr({ widest: 8, narrowest: 32 }))
    .default([])
    .describe(
      "In-VPC: private ranges outside of the network's own that reach the load balancer, such as a VPN's; few and wide.",
    ),
  telemetry: z.boolean().default(true).describe("False sets the product's telemetry variable to off."),
  guardDuty: z
    .boolean()
    .default(false)
    .describe(
      "Makes the account's GuardDuty detector of this region, which costs by volume. False where there is one: an account has one a region.",
    ),
  webAclArn: webAclArn.optional().describe("A regional web ACL of this account to associate with the load balancer."),
  tags: z
    .record(
      text(/^[\w.:/=+@ -]{1,128}$/, "must be a tag's name"),
      text(
        /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
        "must be at most 256 letters, digits, blanks and _ . : / = + - @, which is what AWS takes",
      ),
    )
    .default({})
    .describe(
      "Tags of every resource beside the stamp's own, 45 at most: everybody who may list resources reads them.",
    ),
});

export type AwsStampSettings = z.output<typeof awsStampSchema>;
