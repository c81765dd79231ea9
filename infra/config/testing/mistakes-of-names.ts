import { adopting, brought, cloudflare, first, invpc, type Mistake } from "./example.ts";

const id = "01234567-89ab-cdef-0123-456789abcdef";
const keyRule =
  "must be the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>); an alias or a multi-Region key (mrk-…) will not do";
const secretRule = "must be the whole ARN of a secret, with the six characters that AWS adds to its name";
const rdsRule =
  "must be the ARN of the secret that RDS manages (…:secret:rds!cluster-…), as `aws rds describe-db-clusters` lists it under MasterUserSecret";
const bucketRule =
  "must be the name of a bucket: 3 to 63 lower-case letters, digits and hyphens, with no beginning or end that AWS keeps for itself";
const imageRule = "must name an image by its digest, such as registry.example/core-api@sha256:…";
const secrets = "arn:aws:secretsmanager";
const digest = `sha256:${"a".repeat(64)}`;
const registry = "111122223333.dkr.ecr.us-east-1.amazonaws.com";

const key = (value: string): Mistake => [
  adopting,
  "keys.adopt.dataKeyArn",
  value,
  `keys.adopt.dataKeyArn ${keyRule}, not "${value}".`,
];

const bucket = (value: string): Mistake => [
  brought,
  "storage.adopt.blobs",
  value,
  `storage.adopt.blobs ${bucketRule}, not "${value}".`,
];

const image = (value: string): Mistake => [
  first,
  "images.coreApi",
  value,
  `images.coreApi ${imageRule}, not "${value}".`,
];

/** ARNs, images and buckets: each names one thing of AWS. */
export const mistakesOfNames: readonly Mistake[] = [
  // Patterns, aliases and what else is no name of one thing
  key("arn:aws:kms:eu-west-1:444455556666:key/*"),
  key("arn:aws:kms:eu-west-1:444455556666:alias/customer"),
  key("arn:aws:kms:eu-west-1:444455556666:key/mrk-0123456789abcdef0123456789abcdef"),
  key(`arn:awsfoo:kms:eu-west-1:444455556666:key/${id}`),
  [
    adopting,
    "keys.adopt.dataKeyArn",
    `arn:aws-us-gov:kms:eu-west-1:444455556666:key/${id}`,
    "keys.adopt.dataKeyArn must begin with arn:aws:, as everything in eu-west-1 does.",
  ],
  [
    cloudflare,
    "edge.tunnelTokenSecretArn",
    `${secrets}:us-east-1:111122223333:secret:*`,
    `edge.tunnelTokenSecretArn ${secretRule}.`,
  ],
  [
    cloudflare,
    "edge.tunnelTokenSecretArn",
    `${secrets}:us-east-1:111122223333:secret:cloudflare`,
    `edge.tunnelTokenSecretArn ${secretRule}.`,
  ],
  [
    cloudflare,
    "edge.tunnelTokenSecretArn",
    `${secrets}:us-east-1:111122223333:secret:rds!cluster-other-AbCdEf`,
    "edge.tunnelTokenSecretArn must not be a secret of RDS: it holds a server's password.",
  ],
  [
    brought,
    "databases.adopt.catalog.masterSecretArn",
    `${secrets}:eu-central-1:444455556666:secret:*`,
    `databases.adopt.catalog.masterSecretArn ${rdsRule}.`,
  ],
  [
    brought,
    "databases.adopt.catalog.masterSecretArn",
    `${secrets}:eu-central-1:444455556666:secret:mine-AbCdEf`,
    `databases.adopt.catalog.masterSecretArn ${rdsRule}.`,
  ],
  [
    invpc,
    "ingress.certificateArn",
    "arn:aws:acm:us-east-1:444455556666:certificate/*",
    'ingress.certificateArn must be the ARN of a certificate of ACM (arn:aws:acm:<region>:<account>:certificate/<id>), not "arn:aws:acm:us-east-1:444455556666:certificate/*".',
  ],
  [
    first,
    "webAclArn",
    "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/*",
    'webAclArn must be the ARN of a regional web ACL (…:regional/webacl/<name>/<id>); CloudFront\'s will not do, not "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/*".',
  ],
  // Images
  image(`${registry}/@${digest}`),
  image(`${registry}/../../x@${digest}`),
  [
    cloudflare,
    "edge.connector",
    `evil.example/cloudflared@${digest}`,
    `edge.connector must come from a registry of this region, <account>.dkr.ecr.us-east-1.amazonaws.com/…, not "evil.example/cloudflared@${digest}".`,
  ],
  // Servers and buckets
  [
    brought,
    "databases.adopt.catalog.host",
    "db.evil.example",
    "databases.adopt.catalog.host must end in .eu-central-1.rds.amazonaws.com: tasks tell the master's password to no other.",
  ],
  [
    brought,
    "databases.adopt.tenantServers.shared.host",
    "tenants.cluster-cabcdefghijk.eu-west-1.rds.amazonaws.com",
    "databases.adopt.tenantServers.shared.host must end in .eu-central-1.rds.amazonaws.com: tasks tell the master's password to no other.",
  ],
  bucket("xn--abc"),
  bucket("sthree-blobs"),
  bucket("blobs-s3alias"),
  // Models
  ...[
    "https://models.example/v1?api_key=sk-SECRETSECRET",
    "https://user:word@models.example/v1",
    "https://169.254.169.254/latest/meta-data",
    "https://a..b/",
    "https://models.example:0/",
    "https://models.example:99999/",
    "https://models.example/#v1",
  ].map(
    (url): Mistake => [
      invpc,
      "models",
      { customer: url },
      "models.customer must be the https URL of a host by its name, such as https://models.customer.example/v1, without user, query or fragment: tasks take credentials from secrets.",
    ],
  ),
  [
    first,
    "models",
    { bedrock: ["us.anthropic.claude-sonnet-4-20250514-v1:0"] },
    'models.bedrock[0] must be the id of a model of Amazon Bedrock in this region, without a geography in front, whose calls other regions may answer, not "us.anthropic.claude-sonnet-4-20250514-v1:0".',
  ],
  // Hosts
  ...["eu-west-1", "ap-southeast-2"].map(
    (other): Mistake => [
      first,
      "host",
      `${other}.flow.example`,
      `host must not be ${other}.flow.example: that host is the region ${other}'s.`,
    ],
  ),
  [
    first,
    "host",
    "acme.us-east-1.flow.example",
    "host must have one label before .flow.example: what is below a region's host is a tenant's.",
  ],
  [first, "host", "global.flow.example", "host must not be global.flow.example: that host belongs to no region."],
  [
    first,
    "host",
    `${"a".repeat(64)}.flow.example`,
    `host must be a host name, its labels of at most 63 characters, not "${"a".repeat(64)}.flow.example".`,
  ],
  ...["localhost.localdomain", "us-east-1.amazonaws.com"].map(
    (host): Mistake => [
      invpc,
      "host",
      host,
      "host must be a name in a domain of the customer's, for which a certificate can be had.",
    ],
  ),
];
