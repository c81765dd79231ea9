import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { exampleStacks } from "./example-stacks.ts";
import { importProduct } from "./import-product.ts";
import { parseStamp } from "./parse-stamp.ts";

type Tree = { [key: string]: unknown };

const example = (stack: string): Tree => {
  const found = exampleStacks.find((candidate) => candidate.stack === stack);
  if (found === undefined) throw new RangeError(`there is no example ${stack}`);
  return structuredClone(found.settings) as Tree;
};

/** Sets the value at a dotted path, or removes it. */
const put = (tree: Tree, path: string, value: unknown): Tree => {
  const [first = "", ...rest] = path.split(".");
  if (rest.length > 0) tree[first] = put({ ...((tree[first] as Tree | undefined) ?? {}) }, rest.join("."), value);
  else if (value === undefined) delete tree[first];
  else tree[first] = value;
  return tree;
};

const problemsOf = async (stack: string, settings: unknown): Promise<readonly string[]> => {
  try {
    await parseStamp({ stack, settings, importProduct });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ sentence }) => sentence);
    throw error;
  }
};

const first = "saas.aws.us-east-1.flow";
const second = "saas.aws.eu-west-1.flow";
const cloudflare = "saas.aws.us-east-1.flow-cloudflare";
const fluxi = "saas.aws.eu-central-1.fluxi";
const invpc = "invpc.aws.us-east-1.axonflow";
const adopting = "invpc.aws.eu-west-1.axonflow";
const brought = "invpc.aws.eu-central-1.flow8";

const image = `111122223333.dkr.ecr.us-east-1.amazonaws.com/bailiwick/core-api@sha256:${"a".repeat(64)}`;
const cert = "arn:aws:acm:us-east-1:444455556666:certificate/01234567-89ab-cdef-0123-456789abcdef";

/** Mistakes that people make, each with what is written instead and the sentence that says how to mend it. */
const mistakes: readonly (readonly [stack: string, path: string, value: unknown, sentence: string])[] = [
  // A file copied for another region, mode or cloud
  [first, "region", "us-west-2", 'region must be "us-east-1" as in the stack\'s name, not "us-west-2".'],
  [first, "region", "eu-west-1", 'region must be "us-east-1" as in the stack\'s name, not "eu-west-1".'],
  [first, "region", "us-east-1a", 'region must be the name of an AWS region, such as eu-west-1, not "us-east-1a".'],
  [first, "region", "US East", 'region must be the name of an AWS region, such as eu-west-1, not "US East".'],
  [first, "mode", "invpc", 'mode must be "saas" as in the stack\'s name, not "invpc".'],
  [first, "mode", "in-vpc", 'mode must be "saas", "invpc" or "selfhosted", not "in-vpc".'],
  [
    first,
    "mode",
    "selfhosted",
    'mode must be "saas" or "invpc" on AWS: self-hosted products run on the customer\'s Kubernetes.',
  ],
  [first, "cloud", "azure", 'cloud must be "aws", not "azure".'],
  [first, "cloud", undefined, 'cloud is missing: it must be "aws".'],
  // The product
  [
    first,
    "product",
    "examples/products/flowguard/index.ts",
    'region must be another product: this one has no region on AWS; FlowGuard promises nothing for "us-east-1".',
  ],
  [
    first,
    "product",
    "examples/products/fluxi/index.ts",
    'region must be "eu-central-1" or "eu-west-1"; Fluxi promises nothing for "us-east-1".',
  ],
  [first, "product", "", 'product must have at least 1 character, not "".'],
  [invpc, "product", "examples/products/flow/index.ts", 'mode must be "saas": Flow is not sold as "invpc".'],
  // Account
  [first, "accountId", "1111-2222-3333", 'accountId must be the 12 digits of an AWS account, not "1111-2222-3333".'],
  [first, "accountId", 111122223333, "accountId must be a text, not 111122223333."],
  [first, "accountId", undefined, "accountId is missing: it must be a text."],
  [first, "nameSalt", "A-1", 'nameSalt must be 2 to 8 lower-case letters and digits, not "A-1".'],
  [first, "lifecycle", "destroyed", 'lifecycle must be "active" or "decommissioning", not "destroyed".'],
  // Images
  [
    first,
    "images.coreApi",
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/bailiwick/core-api:latest",
    'images.coreApi must name an image by its digest, such as registry.example/core-api@sha256:…, not "111122223333.dkr.ecr.us-east-1.amazonaws.com/bailiwick/core-api:latest".',
  ],
  [
    first,
    "images.coreApi",
    image.replace("us-east-1", "eu-west-1"),
    `images.coreApi must come from a registry of this region, <account>.dkr.ecr.us-east-1.amazonaws.com/…, not "${image.replace("us-east-1", "eu-west-1")}".`,
  ],
  [
    first,
    "images.coreApi",
    `ghcr.io/bailiwick/core-api@sha256:${"a".repeat(64)}`,
    `images.coreApi must come from a registry of this region, <account>.dkr.ecr.us-east-1.amazonaws.com/…, not "ghcr.io/bailiwick/core-api@sha256:${"a".repeat(64)}".`,
  ],
  [first, "images.edge", image, "images.edge must be another image than images.coreApi."],
  [first, "images.edge", undefined, "images.edge is missing: it must be a text."],
  [first, "images.portal", image, "images.portal is not a field of a stamp's configuration."],
  // Host
  [first, "host", "flow.example", "host must not be flow.example: that host belongs to no region."],
  [first, "host", "us.flow.test", "host must end with .flow.example."],
  [first, "host", "https://us-east-1.flow.example", 'host must be a host name, not "https://us-east-1.flow.example".'],
  [invpc, "host", undefined, "host is missing: in the customer's network the customer names the host."],
  [
    invpc,
    "host",
    "us-east-1.axonflow.example",
    "host must be a name of the customer's, not one below axonflow.example.",
  ],
  // Network
  [
    first,
    "network.create.cidr",
    "10.40.0.0/24",
    'network.create.cidr must be between /16 and /20, not "10.40.0.0/24".',
  ],
  [
    first,
    "network.create.cidr",
    "10.40.1.0/16",
    'network.create.cidr must be an IPv4 range whose host bits are zero, such as 10.40.0.0/16, not "10.40.1.0/16".',
  ],
  [
    first,
    "network.create.cidr",
    "52.94.0.0/16",
    'network.create.cidr must lie in a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10), not "52.94.0.0/16".',
  ],
  [
    first,
    "network.create.cidr",
    "10.40.0.0",
    'network.create.cidr must be an IPv4 range whose host bits are zero, such as 10.40.0.0/16, not "10.40.0.0".',
  ],
  [first, "network.create.egress", "internet", 'network.create.egress must be "nat" or "none", not "internet".'],
  [
    second,
    "network.create.egress",
    "none",
    'network.create.egress must be "nat": this region knows 1 other and fetches its public pin map.',
  ],
  [
    invpc,
    "network.create.egress",
    "nat",
    'network.create.egress must be "none": the only region of an install has nobody to ask, so nothing needs to leave.',
  ],
  [first, "network", undefined, "network is missing: it must be an object."],
  [
    adopting,
    "network.adopt.vpcId",
    "vpc-customer",
    'network.adopt.vpcId must be the id of a VPC, such as vpc-0a1b2c3d, not "vpc-customer".',
  ],
  [
    adopting,
    "network.adopt.privateSubnetIds",
    ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712"],
    "network.adopt.privateSubnetIds must have at least 3 entries.",
  ],
  [
    adopting,
    "network.adopt.databaseSubnetIds",
    ["subnet-0a1b2c3d4e5f60721", "subnet-0a1b2c3d4e5f60721", "subnet-0a1b2c3d4e5f60723"],
    "network.adopt.databaseSubnetIds must not name one of them twice.",
  ],
  // Keys, databases, storage
  [
    adopting,
    "keys.adopt.dataKeyArn",
    "arn:aws:kms:us-east-1:444455556666:key/11111111-2222-3333-4444-555555555555",
    'keys.adopt.dataKeyArn must lie in eu-west-1, not in "us-east-1".',
  ],
  [
    adopting,
    "keys.adopt.auditKeyArn",
    "arn:aws:kms:eu-west-1:999999999999:key/11111111-2222-3333-4444-555555555555",
    "keys.adopt.auditKeyArn must belong to account 444455556666, not to 999999999999.",
  ],
  [
    adopting,
    "keys.adopt.secretsKeyArn",
    "alias/customer",
    'keys.adopt.secretsKeyArn must be the ARN of a KMS key, not "alias/customer".',
  ],
  [
    first,
    "databases",
    { create: { minCapacity: 8, maxCapacity: 4 } },
    "databases.create.minCapacity must be at most maxCapacity, 4, not 8.",
  ],
  [
    first,
    "databases",
    { create: { minCapacity: 0.25 } },
    "databases.create.minCapacity must be at least 0.5, not 0.25.",
  ],
  [
    first,
    "databases",
    { create: { tenantServers: ["shared", "shared"] } },
    "databases.create.tenantServers must not name a server twice.",
  ],
  [
    first,
    "databases",
    { create: { tenantServers: ["catalog"] } },
    'databases.create.tenantServers must not have "catalog": the catalog has a server of its own.',
  ],
  [first, "databases", { create: { tenantServers: [] } }, "databases.create.tenantServers must have at least 1 entry."],
  [
    first,
    "databases",
    { create: { tenantServers: ["Shared_1"] } },
    'databases.create.tenantServers[0] must be 2 to 16 lower-case letters, digits and hyphens, not "Shared_1".',
  ],
  [
    brought,
    "databases.adopt.tenantServers",
    {},
    "databases.adopt.tenantServers must name a server; the catalog's may be named again.",
  ],
  [brought, "databases.adopt.catalog.port", 0, "databases.adopt.catalog.port must be at least 1, not 0."],
  [
    brought,
    "storage.adopt.audit",
    "customer-flow8-blobs",
    "storage.adopt must name four different buckets: each has rules of its own.",
  ],
  [
    brought,
    "storage.adopt.logs",
    "Customer_Logs",
    'storage.adopt.logs must be the name of a bucket, not "Customer_Logs".',
  ],
  // Ingress and edge
  [first, "ingress", {}, "ingress.zoneId is missing: it must be a text."],
  [
    first,
    "ingress.zoneId",
    "flow.example",
    'ingress.zoneId must be the id of a hosted zone, such as Z0123456789ABC, not "flow.example".',
  ],
  [
    invpc,
    "ingress.certificateArn",
    cert.replace("us-east-1", "eu-west-1"),
    'ingress.certificateArn must lie in us-east-1, not in "eu-west-1".',
  ],
  [
    cloudflare,
    "edge.waiver",
    undefined,
    "edge.waiver is missing: Flow promises that everything stays in us, eu, au, which Cloudflare's network does not; say in a sentence why this region may.",
  ],
  [cloudflare, "edge.waiver", "fine", 'edge.waiver must have at least 20 characters, not "fine".'],
  [
    cloudflare,
    "ingress",
    { zoneId: "Z0123456789ABC" },
    "ingress.zoneId must give way to certificateArn: Cloudflare answers for the region's host.",
  ],
  [
    invpc,
    "edge",
    example(cloudflare).edge,
    'edge.placement must be "regional": nothing outside the customer\'s network decrypts a request.',
  ],
  [first, "edge", { placement: "lambda" }, 'edge.placement must be "regional" or "cloudflare".'],
  [
    first,
    "webAclArn",
    "arn:aws:wafv2:us-east-1:111122223333:global/webacl/front/11111111",
    "webAclArn must name a regional web ACL, not one of CloudFront.",
  ],
  [
    cloudflare,
    "edge.tunnelId",
    "bailiwick",
    'edge.tunnelId must be the id of a tunnel, such as 01234567-89ab-cdef-0123-456789abcdef, not "bailiwick".',
  ],
  [
    cloudflare,
    "edge.connector",
    "cloudflare/cloudflared:latest",
    'edge.connector must name an image by its digest, such as registry.example/core-api@sha256:…, not "cloudflare/cloudflared:latest".',
  ],
  [
    cloudflare,
    "edge.worker.sha256",
    "latest",
    'edge.worker.sha256 must be the SHA-256 of the bundle, 64 hexadecimal digits, not "latest".',
  ],
  // Pins
  [
    second,
    "pinPepper",
    "generate",
    "pinPepper must be {secretArn: …} with the first region's pepper: all maps of a product are keyed alike.",
  ],
  [
    second,
    "pinKeys",
    { "us-west-9": [`A${"x".repeat(41)}A`] },
    'pinKeys must only name regions of the profile ("us-east-1", "eu-west-1" or "ap-southeast-2"), not "us-west-9".',
  ],
  [
    second,
    "pinKeys",
    { "us-east-1": ["MCowBQYDK2VwAyEA"] },
    'pinKeys["us-east-1"] must list Ed25519 public keys (32 bytes as base64url), not "MCowBQYDK2VwAyEA".',
  ],
  [
    invpc,
    "pinKeys",
    { "eu-west-1": [`A${"x".repeat(41)}A`] },
    'pinKeys must not name "eu-west-1": an install in the customer\'s network knows only itself.',
  ],
  // Promises
  [first, "stricter", { keyRotationDays: 180 }, "stricter.keyRotationDays must be at most the profile's 90, not 180."],
  [first, "stricter", { keyRotationDays: 30 }, "stricter.keyRotationDays must be at least 90, not 30."],
  [first, "stricter", { auditLockDays: 30 }, "stricter.auditLockDays must be at least the profile's 397, not 30."],
  [
    first,
    "stricter",
    { logRetentionDays: 100 },
    "stricter.logRetentionDays must be 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, which CloudWatch accepts.",
  ],
  [first, "stricter", { tlsMinimum: "1.1" }, 'stricter.tlsMinimum must be "1.3", not "1.1".'],
  [first, "stricter", { backupDays: 7 }, "stricter.backupDays is not a field of a stamp's configuration."],
  [
    first,
    "auditLock",
    "governance",
    'auditLock must be "compliance": only a stack whose name begins with test- or dev- may be unlocked.',
  ],
  [
    fluxi,
    "models",
    { customer: "https://models.example/v1" },
    "models must be {bedrock: […]}: the profile promises the region's own endpoint.",
  ],
  [first, "models", { bedrock: [] }, "models.bedrock must have at least 1 entry."],
  [
    invpc,
    "models",
    { customer: "http://models.internal" },
    'models.customer must be an https URL, not "http://models.internal".',
  ],
  // Sizes, alerts, tags
  [
    first,
    "capacity",
    { api: { cpu: "256", memory: "8192", min: 2, max: 4 } },
    'capacity.api.memory must be "512", "1024" or "2048" for 256 CPU units, not "8192".',
  ],
  [
    first,
    "capacity",
    { api: { cpu: "512", memory: "1024", min: 5, max: 4 } },
    "capacity.api.min must be at most max, 4, not 5.",
  ],
  [
    first,
    "capacity",
    { worker: { cpu: "512", memory: "1024", min: 1, max: 9 } },
    "capacity.worker.max must be at most 4, not 9: workers share one queue.",
  ],
  [
    first,
    "capacity",
    { api: { cpu: 512, memory: "1024", min: 1, max: 2 } },
    'capacity.api.cpu must be "256", "512", "1024", "2048" or "4096", not 512.',
  ],
  [first, "alerts", { emails: [] }, "alerts.emails must have at least 1 entry."],
  [first, "alerts", { emails: ["operations"] }, 'alerts.emails[0] must be an e-mail address, not "operations".'],
  [first, "alerts", undefined, "alerts is missing: it must be an object."],
  [
    first,
    "tags",
    { "aws:owner": "me" },
    'tags must not have "aws:owner": names that begin with aws: or bailiwick: are taken.',
  ],
  [first, "telemetry", "off", 'telemetry must be true or false, not "off".'],
  [first, "retentionDays", 7, "retentionDays is not a field of a stamp's configuration."],
  [first, "Region", "us-east-1", "Region is not a field of a stamp's configuration."],
];

describe("parseStamp", () => {
  it.each(exampleStacks.map(({ stack }) => stack))("takes the example %s", async (stack) => {
    expect(await problemsOf(stack, example(stack))).toStrictEqual([]);
  });

  it.each(mistakes)("%s: %s = %j", async (stack, path, value, sentence) => {
    expect(await problemsOf(stack, put(example(stack), path, value))).toContain(sentence);
  });

  it("is shown at least sixty mistakes", () => {
    expect(new Set(mistakes.map(([, , , sentence]) => sentence)).size).toBeGreaterThanOrEqual(60);
  });

  it("tells all problems of a file at once", async () => {
    const settings = put(put(put(example(first), "accountId", "1"), "lifecycle", "gone"), "nameSalt", "-");
    expect(await problemsOf(first, settings)).toHaveLength(3);
  });

  it.each([
    ["nothing", undefined, "bailiwick:stamp is missing"],
    ["a text", "saas", "must be an object"],
    ["a list", [], "must be an object"],
  ])("refuses %s instead of the settings", async (_, settings, part) => {
    expect((await problemsOf(first, settings)).join()).toContain(part);
  });

  it.each([
    ["us-east-1.flow", "must be <mode>.<cloud>.<region>.<name>"],
    ["saas.aws.us-east-1.flow.prod", "must be <mode>.<cloud>.<region>.<name>"],
    ["prod.aws.us-east-1.flow", 'must begin with "saas", "invpc" or "selfhosted"'],
    ["saas.gcp.us-east-1.flow", 'must have "aws" or "cloudflare" in second place'],
    ["saas.aws.us_east_1.flow", "must have a region of lower-case letters, digits and hyphens in third place"],
    ["saas.aws.us-east-1.Flow", "must end with a name of 2 to 32 lower-case letters, digits and hyphens"],
  ])("refuses a stack named %s", async (stack, part) => {
    expect((await problemsOf(stack, example(first))).join()).toContain(part);
  });

  it("says which profile cannot be loaded", async () => {
    const [sentence] = await problemsOf(first, put(example(first), "product", "examples/products/flux/index.ts"));
    expect(sentence).toMatch(
      /^product must be the path of a product profile; "examples\/products\/flux\/index.ts" cannot/,
    );
  });
});
