type Answer = Readonly<Record<string, unknown>>;

/** Something in the account that is not as the stack file says. */
export interface Mistake {
  readonly stack: string;
  readonly token: string;
  /** What the account answers instead, given what it would have answered; an error is thrown. */
  readonly answers: (sound: Answer, args: Answer) => Answer | Error;
  /** A whole sentence. */
  readonly says: string;
}

const network = "invpc.aws.eu-west-1.axonflow";
const data = "invpc.aws.eu-central-1.flow8";
const public_ = "saas.aws.us-east-1.flow";

const having =
  (changes: Answer) =>
  (sound: Answer): Answer => ({ ...sound, ...changes });

/** Changes the answer for one thing only. */
const only =
  (argument: string, value: string, changes: Answer) =>
  (sound: Answer, args: Answer): Answer =>
    args[argument] === value ? { ...sound, ...changes } : sound;

const vpc = { stack: network, token: "aws:ec2/getVpc:getVpc" };
const subnet = { stack: network, token: "aws:ec2/getSubnet:getSubnet" };
const table = { stack: network, token: "aws:ec2/getRouteTable:getRouteTable" };
const endpoint = { stack: network, token: "aws:ec2/getVpcEndpoint:getVpcEndpoint" };
const key = { stack: network, token: "aws:kms/getKey:getKey" };
const cluster = { stack: data, token: "aws:rds/getCluster:getCluster" };
const bucket = { stack: data, token: "aws:s3/getBucket:getBucket" };
const lock = { stack: data, token: "aws:s3/getBucketObjectLockConfiguration:getBucketObjectLockConfiguration" };
const replication = {
  stack: data,
  token: "aws:s3/getBucketReplicationConfiguration:getBucketReplicationConfiguration",
};
const zone = { stack: public_, token: "aws:route53/getZone:getZone" };

const oneSubnet = "subnet-0a1b2c3d4e5f60721";
const dataKey = "arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555";
const serverKey = "arn:aws:kms:eu-central-1:444455556666:key/44444444-5555-6666-7777-888888888888";
const lockOf = (mode: string, days: number) => ({ rules: [{ defaultRetentions: [{ mode, days, years: 0 }] }] });
const route = (cidrBlock: string, gatewayId: string) => ({ cidrBlock, ipv6CidrBlock: "", gatewayId });

/** Mistakes that people make with what they bring. */
export const adoptionMistakes: readonly Mistake[] = [
  {
    ...vpc,
    answers: () => new Error("invoking aws:ec2/getVpc:getVpc: 1 error occurred:\n\t* no matching EC2 VPC found\n\n"),
    says: "network.adopt.vpcId cannot be looked at: no matching EC2 VPC found.",
  },
  {
    ...vpc,
    answers: having({ cidrBlock: "10.9.0.0/16", cidrBlockAssociations: [] }),
    says: "network.adopt.vpcId must have the range network.adopt.cidr, 10.61.0.0/16; it has 10.9.0.0/16.",
  },
  {
    ...vpc,
    answers: having({ enableDnsHostnames: false }),
    says: "network.adopt.vpcId must have DNS support and DNS host names on: private endpoints are found by name.",
  },
  {
    ...subnet,
    answers: only("id", oneSubnet, { vpcId: "vpc-0f0f0f0f" }),
    says: `network.adopt.databaseSubnetIds[0] must lie in vpc-0a1b2c3d4e5f60718; ${oneSubnet} lies in vpc-0f0f0f0f.`,
  },
  {
    ...subnet,
    answers: only("id", oneSubnet, { cidrBlock: "10.62.0.0/24" }),
    says: `network.adopt.databaseSubnetIds[0] must lie in network.adopt.cidr, 10.61.0.0/16; ${oneSubnet} is 10.62.0.0/24.`,
  },
  {
    ...subnet,
    answers: only("id", oneSubnet, { mapPublicIpOnLaunch: true }),
    says: `network.adopt.databaseSubnetIds[0] must not give public addresses, as ${oneSubnet} does to what starts in it.`,
  },
  {
    ...subnet,
    answers: only("id", oneSubnet, { availableIpAddressCount: 3 }),
    says: `network.adopt.databaseSubnetIds[0] must have 4 addresses left for database servers; ${oneSubnet} has 3.`,
  },
  {
    ...subnet,
    answers: having({ availabilityZone: "eu-west-1a" }),
    says: "network.adopt.databaseSubnetIds must lie in 3 zones, not in 1: one zone may fail.",
  },
  {
    ...table,
    answers: (sound) => ({ ...sound, routes: [route("0.0.0.0/0", "igw-0a1b2c3d")] }),
    says: "network.adopt.routeTableIds[0] must not lead to the internet gateway, as rtb-0a1b2c3d4e5f60731 does: its subnets would be public.",
  },
  {
    ...table,
    answers: having({ vpcId: "vpc-0f0f0f0f" }),
    says: "network.adopt.routeTableIds[2] must belong to vpc-0a1b2c3d4e5f60718; rtb-0a1b2c3d4e5f60733 belongs to vpc-0f0f0f0f.",
  },
  {
    ...table,
    answers: only("routeTableId", "rtb-0a1b2c3d4e5f60733", { associations: [] }),
    says: "network.adopt.routeTableIds must have the route tables of subnet-0a1b2c3d4e5f60713 too.",
  },
  {
    ...endpoint,
    answers: having({ state: "pending" }),
    says: "network.adopt.endpoints[0] names s3, whose endpoint vpce-0a1b2c3d4e5f60760 is pending.",
  },
  {
    ...endpoint,
    answers: having({ vpcEndpointType: "Interface", privateDnsEnabled: false }),
    says: "network.adopt.endpoints[0] names s3, whose endpoint vpce-0a1b2c3d4e5f60760 must have private DNS names on.",
  },
  {
    ...endpoint,
    answers: having({ prefixListId: "pl-00000000" }),
    says: "network.adopt.endpoints[0] names s3, whose endpoint has the prefix list pl-00000000; network.adopt.s3PrefixListId is another.",
  },
  {
    ...key,
    answers: () => new Error("AccessDeniedException: not authorized to perform: kms:DescribeKey"),
    says: "keys.adopt.auditKeyArn cannot be looked at: AccessDeniedException: not authorized to perform: kms:DescribeKey.",
  },
  {
    ...key,
    answers: only("keyId", dataKey, { keyState: "PendingDeletion" }),
    says: "keys.adopt.dataKeyArn must be enabled; it is PendingDeletion.",
  },
  {
    ...key,
    answers: only("keyId", dataKey, { keyManager: "AWS" }),
    says: "keys.adopt.dataKeyArn must be a key of the account's own, not one that AWS manages.",
  },
  {
    ...key,
    answers: only("keyId", dataKey, { keySpec: "RSA_4096", keyUsage: "SIGN_VERIFY" }),
    says: "keys.adopt.dataKeyArn must be a symmetric key that encrypts, not RSA_4096 for SIGN_VERIFY.",
  },
  {
    ...key,
    answers: only("keyId", dataKey, { multiRegion: true }),
    says: "keys.adopt.dataKeyArn must not be a multi-Region key: what it locks could be opened in another region.",
  },
  {
    ...key,
    stack: data,
    answers: only("keyId", serverKey, { keyManager: "AWS" }),
    says: `databases.adopt.catalog is locked by ${serverKey}, which must be a key of the account's own, not one that AWS manages.`,
  },
  {
    ...cluster,
    answers: only("clusterIdentifier", "catalog", { clusterResourceId: "cluster-OTHER" }),
    says: "databases.adopt.catalog has the resource id cluster-OTHER, not cluster-11111111111111111111111111.",
  },
  {
    ...cluster,
    answers: only("clusterIdentifier", "tenants", { endpoint: "tenants.elsewhere" }),
    says: "databases.adopt.tenantServers.shared is written to at tenants.elsewhere, not at tenants.cluster-cabcdefghijk.eu-central-1.rds.amazonaws.com.",
  },
  {
    ...cluster,
    answers: having({ port: 6432 }),
    says: "databases.adopt.catalog listens on port 6432, not on 5432.",
  },
  {
    ...cluster,
    answers: having({ engine: "aurora-mysql" }),
    says: "databases.adopt.catalog must be PostgreSQL; it is aurora-mysql.",
  },
  {
    ...cluster,
    answers: having({ storageEncrypted: false, kmsKeyId: "" }),
    says: "databases.adopt.catalog must be encrypted at rest.",
  },
  {
    ...cluster,
    answers: having({ backupRetentionPeriod: 7 }),
    says: "databases.adopt.catalog must keep backups for 35 days; it keeps them for 7.",
  },
  {
    ...cluster,
    answers: having({ masterUserSecrets: [] }),
    says: "databases.adopt.catalog must have its master user's password in RDS's own secret, which is the one at masterSecretArn.",
  },
  {
    ...cluster,
    answers: having({ vpcSecurityGroupIds: ["sg-0f0f0f0f"] }),
    says: "databases.adopt.catalog is not in security group sg-0a1b2c3d4e5f60741 but in sg-0f0f0f0f.",
  },
  {
    ...cluster,
    answers: having({ deletionProtection: false }),
    says: "databases.adopt.catalog must have deletion protection on.",
  },
  {
    ...cluster,
    answers: having({ iamDatabaseAuthenticationEnabled: false }),
    says: "databases.adopt.catalog must have IAM authentication on: tasks have no password.",
  },
  {
    ...bucket,
    answers: only("bucket", "customer-flow8-blobs", { bucketRegion: "us-east-1" }),
    says: "storage.adopt.blobs must lie in eu-central-1; customer-flow8-blobs lies in us-east-1.",
  },
  {
    ...replication,
    answers: () => ({ rules: [{ id: "abroad" }] }),
    says: "storage.adopt.blobs must not be replicated: nothing leaves the region.",
  },
  {
    ...replication,
    answers: () => new Error("AccessDenied: Access Denied"),
    says: "storage.adopt.blobs cannot be looked at: AccessDenied: Access Denied.",
  },
  {
    ...lock,
    answers: having({ objectLockEnabled: "" }),
    says: "storage.adopt.audit must have Object Lock on, with a default retention.",
  },
  {
    ...lock,
    answers: having(lockOf("GOVERNANCE", 3650)),
    says: "storage.adopt.audit must be locked in compliance mode, not in governance mode.",
  },
  {
    ...lock,
    answers: having(lockOf("COMPLIANCE", 30)),
    says: "storage.adopt.audit must be locked for 366 days; it is for 30.",
  },
  {
    ...zone,
    answers: having({ name: "another.example." }),
    says: "ingress.zoneId must be the zone of us-east-1.flow.example; Z0123456789ABCDEFGHIJ is that of another.example.",
  },
  {
    ...zone,
    answers: having({ privateZone: true }),
    says: "ingress.zoneId must be public; Z0123456789ABCDEFGHIJ is private, and nobody outside sees it.",
  },
];
