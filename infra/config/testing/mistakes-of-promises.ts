import { cloudflare, example, first, fluxi, invpc, type Mistake, second } from "./example.ts";

const cert = "arn:aws:acm:us-east-1:444455556666:certificate/01234567-89ab-cdef-0123-456789abcdef";

/** Edge, pins, promises, sizes, alerts. */
export const mistakesOfPromises: readonly Mistake[] = [
  // Ingress and edge
  [first, "ingress", {}, "ingress must have either `zoneId` or `certificateArn`."],
  [first, "ingress", undefined, "ingress is missing: it must have either `zoneId` or `certificateArn`."],
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
    "arn:aws:wafv2:us-east-1:111122223333:global/webacl/front/01234567-89ab-cdef-0123-456789abcdef",
    'webAclArn must be the ARN of a regional web ACL (…:regional/webacl/<name>/<id>); CloudFront\'s will not do, not "arn:aws:wafv2:us-east-1:111122223333:global/webacl/front/01234567-89ab-cdef-0123-456789abcdef".',
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
    "pinPepper must be {secretArn: …} with the first region's pepper: all maps of a product are keyed alike. The first region itself keeps generate, and lists its own key in pinKeys beside the others'.",
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
    "models.customer must be the https URL of a host by its name, such as https://models.customer.example/v1, without user, query or fragment: tasks take credentials from secrets.",
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
    "capacity.api.cpu must be in quotes, not 512.",
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
