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
  for (const [path, arn] of arns(settings)) {
    const [, , service, region, account] = arn.split(":");
    if (region !== settings.region) {
      yield problem(path, `must lie in ${settings.region}, not in ${region === "" ? "no region" : `"${region}"`}`);
    }
    // A product's pepper may be kept in the vendor's account of another stage; everything else is this account's.
    if (account !== settings.accountId && !(service === "secretsmanager" && path.startsWith("pinPepper"))) {
      yield problem(path, `must belong to account ${settings.accountId}, not to ${account}`);
    }
  }
};

/** Tasks pull their images through the network's own endpoints: a registry elsewhere cannot be reached, or is abroad. */
export const imagesAreHere: Rule = function* ({ settings }) {
  const registry = `.dkr.ecr.${settings.region}.amazonaws.com/`;
  for (const [name, image] of Object.entries(settings.images)) {
    if (/^\d{12}$/.test(image.slice(0, 12)) && image.slice(12).startsWith(registry)) continue;
    yield problem(`images.${name}`, `must come from a registry of this region, <account>${registry}…, not "${image}"`);
  }
  if (settings.images.coreApi === settings.images.edge) {
    yield problem("images.edge", "must be another image than images.coreApi");
  }
};

export const hostIsOurs: Rule = function* ({ settings, product }) {
  const { host, mode } = settings;
  if (mode === "invpc") {
    if (host === undefined) yield problem("host", "is missing: in the customer's network the customer names the host");
    else if (host === product.domain || host.endsWith(`.${product.domain}`)) {
      yield problem("host", `must be a name of the customer's, not one below ${product.domain}`);
    }
    return;
  }
  if (host === undefined) return;
  if (host === product.domain) yield problem("host", `must not be ${product.domain}: that host belongs to no region`);
  else if (!host.endsWith(`.${product.domain}`)) yield problem("host", `must end with .${product.domain}`);
};
