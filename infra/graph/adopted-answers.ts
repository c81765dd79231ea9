import type { Region } from "@bailiwick/contract/region";
import type { AwsStampSettings } from "../config/aws-schema.ts";
import { parseRange, partOf, rangeText } from "../config/cidr.ts";
import { ConfigError } from "../config/config-error.ts";
import { importProduct } from "../config/import-product.ts";
import { parseStamp } from "../config/parse-stamp.ts";
import type { AwsStamp } from "../config/stamp-facts.ts";

type Answer = Readonly<Record<string, unknown>>;

/** What a provider's function answers: nothing for one that nobody wrote down. Throws, as AWS does, where nothing is there. */
export type Lookups = (token: string, args: Answer) => Answer | undefined;

/** An answer for each argument that something of the stack file can be looked at by. */
type Found = ReadonlyMap<unknown, Answer>;

/**
 * Answers as an account does in which every part that the stack file brings is there and sound. Where the file is not, the
 * program refuses it before it looks at anything.
 */
export const adoptedAnswers = async (stack: string, settings: unknown): Promise<Lookups> => {
  const stamp = await parseStamp({ stack, settings, importProduct }).catch((error: unknown) => {
    if (error instanceof ConfigError) return undefined;
    throw error;
  });
  const tokens: Answers = stamp === undefined ? new Map() : answersOf(stamp);
  return (token, args) => {
    const known = tokens.get(token);
    if (known === undefined) return undefined;
    const [argument, found] = known;
    const answer = found.get(args[argument]);
    if (answer === undefined) throw new Error(`${token.split(":get").at(-1)} ${args[argument]} was not found`);
    return answer;
  };
};

/** By token: which argument says what is looked at, and the answer for each value of it. */
type Answers = ReadonlyMap<string, readonly [argument: string, found: Found]>;

const answersOf = ({ settings, region }: AwsStamp): Answers =>
  new Map<string, readonly [argument: string, found: Found]>([
    ["aws:ec2/getVpc:getVpc", ["id", vpcs(settings)]],
    ["aws:ec2/getSubnet:getSubnet", ["id", subnets(settings)]],
    ["aws:ec2/getRouteTable:getRouteTable", ["routeTableId", routeTables(settings)]],
    ["aws:ec2/getVpcEndpoint:getVpcEndpoint", ["serviceName", endpoints(settings)]],
    ["aws:kms/getKey:getKey", ["keyId", keys(settings)]],
    ["aws:rds/getCluster:getCluster", ["clusterIdentifier", servers(settings, clusterAnswer)]],
    ["aws:rds/getInstance:getInstance", ["dbInstanceIdentifier", servers(settings, instanceAnswer)]],
    ["aws:s3/getBucket:getBucket", ["bucket", buckets(settings, ({ region }) => ({ bucketRegion: region }))]],
    ["aws:s3/getBucketReplicationConfiguration:getBucketReplicationConfiguration", ["bucket", new Map()]],
    ["aws:s3/getBucketObjectLockConfiguration:getBucketObjectLockConfiguration", ["bucket", buckets(settings, lock)]],
    ["aws:route53/getZone:getZone", ["zoneId", zones(settings, region)]],
  ]);

const networkOf = ({ network }: AwsStampSettings) => ("adopt" in network ? network.adopt : undefined);

const each = <Item>(items: readonly Item[], answer: (item: Item, at: number) => readonly [unknown, Answer]): Found =>
  new Map(items.map(answer));

const vpcs = (settings: AwsStampSettings): Found => {
  const network = networkOf(settings);
  if (network === undefined) return new Map();
  const { vpcId: id, cidr: cidrBlock } = network;
  const associations = [{ associationId: "vpc-cidr-assoc-0", cidrBlock, state: "associated" }];
  const dns = { enableDnsSupport: true, enableDnsHostnames: true };
  return new Map([[id, { id, cidrBlock, cidrBlockAssociations: associations, state: "available", ...dns }]]);
};

const subnets = (settings: AwsStampSettings): Found => {
  const network = networkOf(settings);
  const whole = parseRange(network?.cidr ?? "");
  if (network === undefined || whole === undefined) return new Map();
  const lists = [network.privateSubnetIds, network.databaseSubnetIds, network.ingressSubnetIds];
  const zoned = new Map(lists.flatMap((ids) => ids.map((id, at) => [id, at] as const)));
  return each([...zoned], ([id, zone], at) => [
    id,
    {
      id,
      vpcId: network.vpcId,
      availabilityZone: `${settings.region}${"abcdef"[zone]}`,
      cidrBlock: rangeText(partOf(whole, Math.min(32, whole.prefix + 5), at)),
      mapPublicIpOnLaunch: false,
      availableIpAddressCount: 200,
    },
  ]);
};

const routeTables = (settings: AwsStampSettings): Found => {
  const network = networkOf(settings);
  if (network === undefined) return new Map();
  const { vpcId, routeTableIds, privateSubnetIds, cidr, egress } = network;
  const inside = { cidrBlock: cidr, ipv6CidrBlock: "", gatewayId: "local", natGatewayId: "" };
  const out = { cidrBlock: "0.0.0.0/0", ipv6CidrBlock: "", gatewayId: "", natGatewayId: "nat-0a1b2c3d4e5f60751" };
  return each(routeTableIds, (routeTableId, at) => [
    routeTableId,
    {
      routeTableId,
      vpcId,
      routes: egress === "nat" ? [inside, out] : [inside],
      associations: privateSubnetIds
        .filter((_, subnet) => subnet % routeTableIds.length === at)
        .map((subnetId) => ({ subnetId, routeTableId, main: false })),
    },
  ]);
};

const endpoints = (settings: AwsStampSettings): Found => {
  const network = networkOf(settings);
  if (network === undefined) return new Map();
  return each(network.endpoints, (service, at) => {
    const gateway = service === "s3";
    const serviceName = `com.amazonaws.${settings.region}.${service}`;
    return [
      serviceName,
      {
        id: `vpce-0a1b2c3d4e5f6076${at}`,
        serviceName,
        state: "available",
        vpcEndpointType: gateway ? "Gateway" : "Interface",
        privateDnsEnabled: !gateway,
        prefixListId: gateway ? network.s3PrefixListId : "",
      },
    ];
  });
};

const soundKey = {
  keyManager: "CUSTOMER",
  keyState: "Enabled",
  keySpec: "SYMMETRIC_DEFAULT",
  keyUsage: "ENCRYPT_DECRYPT",
  multiRegion: false,
};

/** The key that the servers of the stack file are locked with, which the file does not name. */
const serverKey = ({ region, accountId }: AwsStampSettings): string =>
  `arn:aws:kms:${region}:${accountId}:key/44444444-5555-6666-7777-888888888888`;

const keys = (settings: AwsStampSettings): Found => {
  const named = "adopt" in settings.keys ? Object.values(settings.keys.adopt) : [];
  return each([...named, serverKey(settings)], (arn) => [arn, { ...soundKey, arn }]);
};

type Server = Extract<AwsStampSettings["databases"], { adopt: unknown }>["adopt"]["catalog"];

const servers = (settings: AwsStampSettings, answer: (server: Server) => Answer): Found => {
  const { databases } = settings;
  if (!("adopt" in databases)) return new Map();
  return each([databases.adopt.catalog, ...Object.values(databases.adopt.tenantServers)], (server) => [
    server.host.split(".")[0],
    {
      engine: "aurora-postgresql",
      port: server.port,
      storageEncrypted: true,
      kmsKeyId: serverKey(settings),
      backupRetentionPeriod: 35,
      masterUserSecrets: [{ secretArn: server.masterSecretArn }],
      ...answer(server),
    },
  ]);
};

const clusterAnswer = ({ resourceId, host, securityGroupId }: Server): Answer => ({
  clusterResourceId: resourceId,
  endpoint: host,
  deletionProtection: true,
  iamDatabaseAuthenticationEnabled: true,
  vpcSecurityGroupIds: [securityGroupId],
});

const instanceAnswer = ({ resourceId, host, securityGroupId }: Server): Answer => ({
  resourceId,
  address: host,
  engine: "postgres",
  publiclyAccessible: false,
  vpcSecurityGroups: [securityGroupId],
});

const buckets = (settings: AwsStampSettings, answer: (settings: AwsStampSettings) => Answer): Found =>
  "adopt" in settings.storage
    ? each(Object.values(settings.storage.adopt), (bucket) => [bucket, { bucket, ...answer(settings) }])
    : new Map();

const lock = (): Answer => ({
  objectLockEnabled: "Enabled",
  rules: [{ defaultRetentions: [{ mode: "COMPLIANCE", days: 0, years: 10 }] }],
});

const zones = ({ ingress }: AwsStampSettings, { baseUrl }: Region): Found => {
  if (!("zoneId" in ingress)) return new Map();
  const [, ...domain] = new URL(baseUrl).hostname.split(".");
  return new Map([[ingress.zoneId, { name: domain.join("."), zoneId: ingress.zoneId, privateZone: false }]]);
};
