import { first, invpc, type Mistake } from "./example.ts";

const image = `111122223333.dkr.ecr.us-east-1.amazonaws.com/bailiwick/core-api@sha256:${"a".repeat(64)}`;

/** Which stack, account, product, image and host is meant. */
export const mistakesOfPlace: readonly Mistake[] = [
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
  [first, "accountId", 111122223333, "accountId must be in quotes, not 111122223333."],
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
  [
    first,
    "host",
    "https://us-east-1.flow.example",
    'host must be a host name, its labels of at most 63 characters, not "https://us-east-1.flow.example".',
  ],
  [invpc, "host", undefined, "host is missing: in the customer's network the customer names the host."],
  [
    invpc,
    "host",
    "us-east-1.axonflow.example",
    "host must be a name of the customer's, not one below axonflow.example.",
  ],
];
