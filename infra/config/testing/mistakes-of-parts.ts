import { adopting, brought, first, invpc, type Mistake, second } from "./example.ts";

const ranges = (count: number): string[] => Array.from({ length: count }, (_, at) => `172.20.${at}.0/24`);
const server = {
  host: "tenants.cluster-cabcdefghijk.eu-central-1.rds.amazonaws.com",
  masterSecretArn: "arn:aws:secretsmanager:eu-central-1:444455556666:secret:rds!cluster-tenants-AbCdEf",
  resourceId: `cluster-${"2".repeat(26)}`,
  securityGroupId: "sg-0a1b2c3d4e5f60742",
};

/** Network, keys, databases and storage. */
export const mistakesOfParts: readonly Mistake[] = [
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
    'network.create.cidr must be an IPv4 range whose host bits are zero, without leading zeros, such as 10.40.0.0/16, not "10.40.1.0/16".',
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
    'network.create.cidr must be an IPv4 range whose host bits are zero, without leading zeros, such as 10.40.0.0/16, not "10.40.0.0".',
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
  [first, "network", {}, "network must have either `create` or `adopt`."],
  [
    adopting,
    "network.adopt.endpoints",
    ["s3", "s4"],
    'network.adopt.endpoints[1] must be "s3", "bedrock-runtime", "kms", "secretsmanager", "sts", "ecr.api", "ecr.dkr", "logs" or "monitoring", not "s4".',
  ],
  [
    adopting,
    "keys.adopt.auditKeyArn",
    "arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555",
    "keys.adopt must name three different keys, each with its own policy.",
  ],
  [first, "network", undefined, "network is missing: it must have either `create` or `adopt`."],
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
  [
    adopting,
    "network.adopt.databaseSubnetIds",
    ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60722", "subnet-0a1b2c3d4e5f60723"],
    "network.adopt.databaseSubnetIds must not have subnet-0a1b2c3d4e5f60711: tasks have subnets of their own.",
  ],
  [
    adopting,
    "network.adopt.ingressCidrs",
    ["10.61.0.0/20", "10.0.0.0/8"],
    "network.adopt.ingressCidrs[1] must lie in the network, 10.61.0.0/16: 10.0.0.0/8 does not.",
  ],
  // Clients
  [
    invpc,
    "clientRanges",
    ranges(7),
    "clientRanges must be at most 6, not 7: AWS takes 20 rules in a network ACL, and each range needs three; name wider ranges.",
  ],
  [
    adopting,
    "clientRanges",
    ranges(21),
    "clientRanges must be at most 20, not 21: AWS takes 60 rules in a security group, and each range needs two; name wider ranges.",
  ],
  [
    invpc,
    "clientRanges",
    ["172.16.0.0/16", "172.16.8.0/24"],
    "clientRanges[1] must not overlap 172.16.0.0/16; 172.16.8.0/24 does.",
  ],
  [
    invpc,
    "clientRanges",
    ["10.60.8.0/24"],
    "clientRanges[0] must not overlap the network's own range, 10.60.0.0/16; 10.60.8.0/24 does.",
  ],
  [
    invpc,
    "clientRanges",
    ["010.0.0.0/8"],
    'clientRanges[0] must be an IPv4 range whose host bits are zero, without leading zeros, such as 10.40.0.0/16, not "010.0.0.0/8".',
  ],
  // Keys, databases, storage
  [
    brought,
    "network",
    { create: { cidr: "10.63.0.0/16", egress: "none" } },
    "network must be {adopt: …}, the network of the servers in databases.adopt: no other reaches them.",
  ],
  [
    brought,
    "databases.adopt.tenantServers",
    { shared: server, other: server },
    "databases.adopt.tenantServers must be different servers: two names for one are one.",
  ],
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
    'keys.adopt.secretsKeyArn must be the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>); an alias or a multi-Region key (mrk-…) will not do, not "alias/customer".',
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
    'storage.adopt.logs must be the name of a bucket: 3 to 63 lower-case letters, digits and hyphens, with no beginning or end that AWS keeps for itself, not "Customer_Logs".',
  ],
];
