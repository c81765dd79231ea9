/** One regional deployment as every other part of the platform and the public may know it. */
export interface Region {
  /** The cloud's own name, for example `westeurope`. */
  readonly id: string;
  /** Legal area whose borders data does not leave, for example `eu`. */
  readonly jurisdiction: string;
  /** Origin of the region's edge without a trailing slash, for example `https://westeurope.flowguard.example`. */
  readonly baseUrl: string;
  /** Public Ed25519 keys (base64url, 32 bytes) that may sign this region's pin map; two while one is being rotated. */
  readonly pinKeys: readonly string[];
}

/** The public list of regions: the only thing, beside the signed pin maps, that regions share. */
export interface Registry {
  readonly product: string;
  /** Origin of the region-less host name, which only answers 421. */
  readonly globalUrl: string;
  readonly regions: readonly Region[];
}

export class RegistryError extends Error {
  override readonly name = "RegistryError";
}

const idPattern = /^[a-z0-9][a-z0-9-]{0,31}$/;
/** 32 bytes of base64url in its only form: the last character carries four bits. */
const keyPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Labels (RFC 1123) with dots between them: tenants are labels in front, so an address or a final dot has no use. */
const hostNamePattern = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** True when `value` can be a region's id. */
export const isRegionId = (value: string): boolean => idPattern.test(value);

/** Checks a registry that came from a file or the network. Throws `RegistryError` naming the first field that is wrong. */
export const parseRegistry = (value: unknown): Registry => {
  const { product, globalUrl, regions } = record(value, "registry");
  if (!Array.isArray(regions) || regions.length === 0) throw new RegistryError("registry.regions must list a region");
  if (regions.length > 64) throw new RegistryError("registry.regions must not list more than 64 regions");
  const parsed = regions.map((region, at) => parseRegion(region, `registry.regions[${at}]`));
  const registry: Registry = {
    product: text(product, idPattern, "registry.product"),
    globalUrl: origin(globalUrl, "registry.globalUrl"),
    regions: parsed,
  };
  const ids = new Set(parsed.map(({ id }) => id));
  if (ids.size !== parsed.length) throw new RegistryError("registry.regions must not list a region twice");
  const origins = new Set([registry.globalUrl, ...parsed.map(({ baseUrl }) => baseUrl)]);
  if (origins.size !== parsed.length + 1) throw new RegistryError("registry must not use an origin twice");
  return registry;
};

/** The region with this id, or `undefined`. */
export const regionById = ({ regions }: Registry, id: string): Region | undefined =>
  regions.find((region) => region.id === id);

/** Where a tenant is served: its slug as the first label before the region's host. */
export const tenantEndpoint = ({ baseUrl }: Region, slug: string): string =>
  // A function, because a replacement string gives `$` a meaning.
  baseUrl.replace("://", () => `://${slug}.`);

const parseRegion = (value: unknown, path: string): Region => {
  const { id, jurisdiction, baseUrl, pinKeys } = record(value, path);
  if (!Array.isArray(pinKeys) || pinKeys.length === 0) throw new RegistryError(`${path}.pinKeys must list a key`);
  return {
    id: text(id, idPattern, `${path}.id`),
    jurisdiction: text(jurisdiction, idPattern, `${path}.jurisdiction`),
    baseUrl: origin(baseUrl, `${path}.baseUrl`),
    pinKeys: pinKeys.map((key, at) => text(key, keyPattern, `${path}.pinKeys[${at}]`)),
  };
};

const record = (value: unknown, path: string): Record<string, unknown> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RegistryError(`${path} must be an object`);
  }
  return value as Record<string, unknown>;
};

const text = (value: unknown, pattern: RegExp, path: string): string => {
  if (typeof value !== "string" || !pattern.test(value))
    throw new RegistryError(`${path} must match ${pattern.source}`);
  return value;
};

const origin = (value: unknown, path: string): string => {
  if (typeof value === "string" && URL.canParse(value)) {
    const url = new URL(value);
    if (url.protocol === "https:" && url.origin === value && hostNamePattern.test(url.hostname)) return value;
  }
  throw new RegistryError(`${path} must be an https origin of a host name, without a path`);
};
