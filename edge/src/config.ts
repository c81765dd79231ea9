import { parseRegistry, type Registry, RegistryError, regionById } from "@bailiwick/contract/region";
import type { LimitPolicy } from "./limits/policy.ts";
import { CidrError, cidrMatcher } from "./net/cidr.ts";

/** Everything an edge is told, as one JSON document. Secrets are bindings of their own. */
export interface EdgeConfig {
  /** Region this edge serves; `null` for the global edge, which serves none. */
  readonly region: string | null;
  /** Whose front door the worker is: decides which statement about the client's address is believed. */
  readonly platform: "workerd" | "cloudflare";
  readonly registry: Registry;
  readonly names: { readonly regionEndpointHeader: string; readonly sessionCookie: string };
  /** Strict-Transport-Security (RFC 6797). */
  readonly hsts: {
    readonly maxAgeSeconds: number;
    readonly includeSubDomains: boolean;
    readonly preload: boolean;
  };
  readonly limits: Readonly<Record<LimitClass, readonly LimitPolicy[]>>;
  readonly bodies: { readonly maxBytes: number; readonly mediaTypes: readonly string[] };
  /** Ranges of proxies in front of this edge whose `X-Forwarded-For` is believed. */
  readonly trustedHops: readonly string[];
  /** Time the origin has to begin its answer. */
  readonly originTimeoutMs: number;
  /** Text of `/.well-known/security.txt` (RFC 9116), or empty. */
  readonly securityTxt: string;
}

export const limitClasses = ["address", "authentication", "sensitive", "tenant", "user"] as const;
export type LimitClass = (typeof limitClasses)[number];

export class EdgeConfigError extends Error {
  override readonly name = "EdgeConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the edge's configuration is wrong: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

/** Reads the configuration from a JSON text or value. Throws `EdgeConfigError` with every problem at once. */
export const parseEdgeConfig = (source: unknown): EdgeConfig => {
  const problems: string[] = [];
  const check = (good: boolean, sentence: string): void => {
    if (!good) problems.push(sentence);
  };
  const root = record(typeof source === "string" ? parseJson(source) : source);
  const known = [
    "region",
    "platform",
    "registry",
    "names",
    "hsts",
    "limits",
    "bodies",
    "trustedHops",
    "originTimeoutMs",
    "securityTxt",
  ];
  for (const key of Object.keys(root)) check(known.includes(key), `"${key}" is no setting of the edge`);
  const { region, platform, originTimeoutMs, securityTxt } = root;
  const registry = readRegistry(root.registry, problems);
  const names = record(root.names);
  const hsts = record(root.hsts);
  const bodies = record(root.bodies);
  const limits = record(root.limits);

  check(region === null || typeof region === "string", "region must be the id of a region, or null");
  if (typeof region === "string" && registry !== undefined) {
    check(regionById(registry, region) !== undefined, "region must be one of the registry's");
  }
  check(platform === "workerd" || platform === "cloudflare", 'platform must be "workerd" or "cloudflare"');
  check(isToken(names.regionEndpointHeader), "names.regionEndpointHeader must be a header name");
  check(isToken(names.sessionCookie), "names.sessionCookie must be a cookie name");
  check(isCount(hsts.maxAgeSeconds), "hsts.maxAgeSeconds must be a whole number of seconds");
  for (const flag of ["includeSubDomains", "preload"]) {
    check(typeof hsts[flag] === "boolean", `hsts.${flag} must be true or false`);
  }
  for (const name of limitClasses) checkPolicies(limits[name], `limits.${name}`, check);
  check(isCount(bodies.maxBytes), "bodies.maxBytes must be a whole number of bytes");
  check(isTexts(bodies.mediaTypes), "bodies.mediaTypes must list media types");
  check(isCount(originTimeoutMs), "originTimeoutMs must be a whole number of milliseconds");
  check(typeof securityTxt === "string", "securityTxt must be a text");
  checkRanges(root.trustedHops, "trustedHops", check);
  if (problems.length > 0) throw new EdgeConfigError(problems);
  return root as unknown as EdgeConfig;
};

type Check = (good: boolean, sentence: string) => void;

const checkPolicies = (value: unknown, path: string, check: Check): void => {
  const policies = Array.isArray(value) ? value : [];
  check(policies.length > 0, `${path} must list a policy`);
  policies.map(record).forEach(({ name, quota, windowSeconds, burst }, at) => {
    check(typeof name === "string" && /^[a-z0-9-]{1,64}$/.test(name), `${path}[${at}].name must be a lower case name`);
    check(
      isCount(quota) && isCount(windowSeconds) && isCount(burst),
      `${path}[${at}] must count quota, windowSeconds and burst`,
    );
  });
};

const checkRanges = (value: unknown, path: string, check: Check): void => {
  check(isTexts(value), `${path} must list address ranges`);
  try {
    cidrMatcher(isTexts(value) ? value : []);
  } catch (error) {
    if (!(error instanceof CidrError)) throw error;
    check(false, `${path}: ${error.message}`);
  }
};

const readRegistry = (value: unknown, problems: string[]): Registry | undefined => {
  try {
    return parseRegistry(value);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    problems.push(error.message);
    return undefined;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new EdgeConfigError(["it is not JSON"]);
  }
};

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
const isToken = (value: unknown): boolean => typeof value === "string" && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value);
