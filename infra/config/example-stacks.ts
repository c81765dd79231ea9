import { examplePinKeys } from "./example-pin-keys.ts";
import type { ExampleStack } from "./example-stack.ts";

type Settings = ExampleStack["settings"];

/** Digests and account numbers that belong to nobody. */
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const accounts = { vendor: "111122223333", customer: "444455556666" } as const;

const images = (account: string, region: string): Settings["images"] => {
  const registry = `${account}.dkr.ecr.${region}.amazonaws.com/bailiwick`;
  return { coreApi: `${registry}/core-api@${digest("a")}`, edge: `${registry}/edge@${digest("b")}` };
};

const pinKeys = (...regions: readonly (keyof typeof examplePinKeys)[]): Record<string, string[]> =>
  Object.fromEntries(regions.map((region) => [region, [...examplePinKeys[region]]]));

const pepper = (region: string): Settings["pinPepper"] => ({
  secretArn: `arn:aws:secretsmanager:${region}:${accounts.vendor}:secret:bailiwick/pin-pepper-AbCdEf`,
});

interface Place {
  readonly product: string;
  readonly region: string;
  readonly cidr: string;
}

const saas = ({ product, region, cidr }: Place): Settings => ({
  mode: "saas",
  cloud: "aws",
  region,
  product: `examples/products/${product}/index.ts`,
  accountId: accounts.vendor,
  images: images(accounts.vendor, region),
  network: { create: { cidr } },
  ingress: { zoneId: "Z0123456789ABCDEFGHIJ" },
  alerts: { emails: [`operations@${product}.example`] },
});

const invpc = ({ product, region, cidr }: Place): Settings => ({
  mode: "invpc",
  cloud: "aws",
  region,
  product: `examples/products/${product}/index.ts`,
  accountId: accounts.customer,
  host: `${product}.customer.example`,
  images: images(accounts.customer, region),
  network: { create: { cidr, egress: "none" } },
  ingress: {
    certificateArn: `arn:aws:acm:${region}:${accounts.customer}:certificate/01234567-89ab-cdef-0123-456789abcdef`,
  },
  alerts: { emails: ["platform@customer.example"] },
});

/** The stacks of `examples/stacks/`: every mode, every region that a profile has on AWS, and each kind of choice once. */
export const exampleStacks: readonly ExampleStack[] = [
  {
    stack: "saas.aws.us-east-1.flow",
    about: "the first region of a product, everything left to its default.",
    settings: saas({ product: "flow", region: "us-east-1", cidr: "10.40.0.0/16" }),
  },
  {
    stack: "saas.aws.eu-west-1.flow",
    about: "a second region, which knows the first one's pin map, with models of Amazon Bedrock.",
    settings: {
      ...saas({ product: "flow", region: "eu-west-1", cidr: "10.41.0.0/16" }),
      pinKeys: pinKeys("us-east-1"),
      pinPepper: pepper("eu-west-1"),
      models: { bedrock: ["anthropic.claude-sonnet-4-20250514-v1:0"] },
    },
  },
  {
    stack: "saas.aws.ap-southeast-2.flow",
    about: "a third region with two servers for tenants, TLS 1.3 only, a budget and GuardDuty.",
    settings: {
      ...saas({ product: "flow", region: "ap-southeast-2", cidr: "10.42.0.0/16" }),
      pinKeys: pinKeys("us-east-1", "eu-west-1"),
      pinPepper: pepper("ap-southeast-2"),
      databases: { create: { minCapacity: 1, maxCapacity: 32, tenantServers: ["shared", "large"] } },
      stricter: { tlsMinimum: "1.3", auditLockDays: 730 },
      guardDuty: true,
      alerts: { emails: ["operations@flow.example"], monthlyBudgetUsd: 4000 },
    },
  },
  {
    stack: "saas.aws.eu-central-1.fluxi",
    about:
      "a first region that knows the second: it keeps its own pepper. Its backups are copied to the second, in the same jurisdiction.",
    settings: {
      ...saas({ product: "fluxi", region: "eu-central-1", cidr: "10.50.0.0/16" }),
      pinKeys: pinKeys("eu-central-1", "eu-west-1"),
    },
  },
  {
    stack: "saas.aws.us-east-1.flow-cloudflare",
    about: "the edge in Cloudflare's network, with the waiver that this takes; the origin is private.",
    settings: {
      ...saas({ product: "flow", region: "us-east-1", cidr: "10.43.0.0/16" }),
      ingress: {
        certificateArn: `arn:aws:acm:us-east-1:${accounts.vendor}:certificate/01234567-89ab-cdef-0123-456789abcdef`,
      },
      edge: {
        placement: "cloudflare",
        accountId: "0123456789abcdef0123456789abcdef",
        zoneId: "fedcba9876543210fedcba9876543210",
        tunnelId: "01234567-89ab-cdef-0123-456789abcdef",
        tunnelTokenSecretArn: `arn:aws:secretsmanager:us-east-1:${accounts.vendor}:secret:cloudflare-tunnel-AbCdEf`,
        connector: `${accounts.vendor}.dkr.ecr.us-east-1.amazonaws.com/cloudflared@${digest("c")}`,
        worker: { path: "edge/dist/regional.cloudflare.js", sha256: "d".repeat(64), reviewed: "2026-11-01" },
        waiver:
          "Customers of this region accept in their contract that Cloudflare decrypts requests in the United States.",
      },
    },
  },
  {
    stack: "invpc.aws.us-east-1.axonflow",
    about: "in the customer's account, in a network of its own that nothing leaves.",
    settings: invpc({ product: "axonflow", region: "us-east-1", cidr: "10.60.0.0/16" }),
  },
  {
    stack: "invpc.aws.eu-west-1.axonflow",
    about: "in the customer's own network, under the customer's own keys.",
    settings: {
      ...invpc({ product: "axonflow", region: "eu-west-1", cidr: "10.61.0.0/16" }),
      network: { adopt: adoptedNetwork("10.61.0.0/16") },
      keys: {
        adopt: {
          dataKeyArn: `arn:aws:kms:eu-west-1:${accounts.customer}:key/11111111-2222-3333-4444-555555555555`,
          auditKeyArn: `arn:aws:kms:eu-west-1:${accounts.customer}:key/22222222-3333-4444-5555-666666666666`,
          secretsKeyArn: `arn:aws:kms:eu-west-1:${accounts.customer}:key/33333333-4444-5555-6666-777777777777`,
        },
      },
      telemetry: false,
    },
  },
  {
    stack: "invpc.aws.ap-southeast-2.axonflow",
    about: "in the customer's account, with the customer's own model endpoint.",
    settings: {
      ...invpc({ product: "axonflow", region: "ap-southeast-2", cidr: "10.62.0.0/16" }),
      models: { customer: "https://models.customer.example/v1" },
    },
  },
  {
    stack: "invpc.aws.eu-central-1.flow8",
    about: "in the customer's own network, with database servers and buckets that are there already.",
    settings: {
      ...invpc({ product: "flow8", region: "eu-central-1", cidr: "10.63.0.0/16" }),
      network: { adopt: adoptedNetwork("10.63.0.0/16") },
      databases: {
        adopt: {
          catalog: adoptedServer("catalog", "1"),
          tenantServers: { shared: adoptedServer("tenants", "2") },
        },
      },
      storage: {
        adopt: {
          blobs: "customer-flow8-blobs",
          artifacts: "customer-flow8-artifacts",
          audit: "customer-flow8-audit",
          logs: "customer-flow8-logs",
        },
      },
    },
  },
];

function adoptedNetwork(cidr: string) {
  return {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    cidr,
    privateSubnetIds: ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712", "subnet-0a1b2c3d4e5f60713"],
    databaseSubnetIds: ["subnet-0a1b2c3d4e5f60721", "subnet-0a1b2c3d4e5f60722", "subnet-0a1b2c3d4e5f60723"],
    ingressSubnetIds: ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712", "subnet-0a1b2c3d4e5f60713"],
    routeTableIds: ["rtb-0a1b2c3d4e5f60731", "rtb-0a1b2c3d4e5f60732", "rtb-0a1b2c3d4e5f60733"],
    egress: "none" as const,
    endpoints: ["s3" as const],
    s3PrefixListId: "pl-6da54004",
  };
}

function adoptedServer(name: string, digit: string) {
  const region = "eu-central-1";
  return {
    host: `${name}.cluster-cabcdefghijk.${region}.rds.amazonaws.com`,
    masterSecretArn: `arn:aws:secretsmanager:${region}:${accounts.customer}:secret:rds!cluster-${name}-AbCdEf`,
    resourceId: `cluster-${digit.repeat(26)}`,
    securityGroupId: `sg-0a1b2c3d4e5f6074${digit}`,
  };
}
