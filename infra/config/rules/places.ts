import { problemAt } from "@bailiwick/contract/problems-found";
import { parseOwnRegistry, RegistryError } from "@bailiwick/contract/region";
import { awsDomain, partitionOf } from "../aws-domain.ts";
import { registryOf } from "../registry-of.ts";
import { problem, type Rule } from "./rule.ts";

/** Every ARN in the file, with its path. */
const arns = function* (value: unknown, path = ""): Generator<readonly [path: string, arn: string]> {
  if (typeof value === "string") {
    if (value.startsWith("arn:")) yield [path, value];
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* arns(inner, path === "" ? key : `${path}.${key}`);
  }
};

/** What is adopted lies in the stamp's own account and region, or it is no stamp. */
export const arnsAreHere: Rule = function* ({ settings }) {
  const ours = partitionOf(settings.region);
  // A tag may say anything, an ARN too.
  const { tags: _, ...parts } = settings;
  for (const [path, arn] of arns(parts)) {
    const [, partition, service, region, account] = arn.split(":");
    if (partition !== ours)
      yield problem(path, `must begin with arn:${ours}:, as everything in ${settings.region} does`);
    if (region !== settings.region) yield problem(path, `must lie in ${settings.region}, not in "${region}"`);
    // A product's pepper may be kept in the vendor's account of another stage; everything else is this account's.
    if (account !== settings.accountId && !(service === "secretsmanager" && path.startsWith("pinPepper"))) {
      yield problem(path, `must belong to account ${settings.accountId}, not to ${account}`);
    }
  }
};

/** Tasks pull their images through the network's own endpoints: a registry elsewhere cannot be reached, or is abroad. */
export const imagesAreHere: Rule = function* ({ settings }) {
  const { edge, region } = settings;
  const registry = `.dkr.ecr.${region}.${awsDomain(region)}/`;
  const images = Object.entries(settings.images).map(([name, image]) => [`images.${name}`, image] as const);
  const connector = edge.placement === "cloudflare" ? [["edge.connector", edge.connector] as const] : [];
  for (const [path, image] of [...images, ...connector]) {
    if (/^\d{12}$/.test(image.slice(0, 12)) && image.slice(12).startsWith(registry)) continue;
    yield problem(path, `must come from a registry of this region, <account>${registry}…, not "${image}"`);
  }
  if (settings.images.coreApi === settings.images.edge) {
    yield problem("images.edge", "must be another image than images.coreApi");
  }
};

/** Names that no customer owns. */
const nobodys = [".amazonaws.com", ".amazonaws.com.cn", ".localhost", ".localdomain"];

/** First labels below a product's domain that mean the product as a whole. */
const general = ["global", "www"];

export const hostIsOurs: Rule = function* ({ settings, product }) {
  const { host, mode, region } = settings;
  const { domain } = product;
  if (mode === "invpc") {
    if (host === undefined) yield problem("host", "is missing: in the customer's network the customer names the host");
    else if (host === domain || host.endsWith(`.${domain}`)) {
      yield problem("host", `must be a name of the customer's, not one below ${domain}`);
    } else if (nobodys.some((end) => host.endsWith(end))) {
      yield problem("host", "must be a name in a domain of the customer's, for which a certificate can be had");
    }
    return;
  }
  if (host === undefined) return;
  if (host === domain) yield problem("host", `must not be ${domain}: that host belongs to no region`);
  else if (!host.endsWith(`.${domain}`)) yield problem("host", `must end with .${domain}`);
  else {
    const label = host.slice(0, -domain.length - 1);
    const others = product.regions.map(({ id }) => id).filter((id) => id !== region);
    if (label.includes(".")) {
      yield problem("host", `must have one label before .${domain}: what is below a region's host is a tenant's`);
    } else if (others.includes(label)) yield problem("host", `must not be ${host}: that host is the region ${label}'s`);
    else if (general.includes(label)) yield problem("host", `must not be ${host}: that host belongs to no region`);
  }
};

/** A key that stands for the one that a region makes at its first start. */
const keyToCome = "A".repeat(43);

/** What every process would refuse as it starts is refused before anything is made. */
export const registryIsRead: Rule = function* ({ settings, product }) {
  const { region, pinKeys } = settings;
  const [publicKey = keyToCome] = pinKeys[region] ?? [];
  try {
    parseOwnRegistry(registryOf(product, settings), { region, publicKey });
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    yield problemAt([], `cannot be used by any process: ${error.message}`, "The list of regions that this file makes");
  }
};
