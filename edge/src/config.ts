import { cidrMatcher } from "@bailiwick/contract/address";
import { type EdgeConfig, edgeLimitClasses as limitClasses } from "@bailiwick/contract/edge-config";
import { parseRegistry, RegistryError } from "@bailiwick/contract/region";

export type { EdgeConfig, EdgeLimitClass as LimitClass } from "@bailiwick/contract/edge-config";
export { limitClasses };

export class EdgeConfigError extends Error {
  override readonly name = "EdgeConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the edge's configuration is wrong: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

type Rule = readonly [path: string, isGood: (value: unknown) => boolean, must: string];

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isToken = (value: unknown): boolean => typeof value === "string" && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value);

const rules: readonly Rule[] = [
  ["region", (value) => value === null || isText(value), "be the id of a region, or null"],
  ["platform", (value) => value === "workerd" || value === "cloudflare", 'be "workerd" or "cloudflare"'],
  ["names.regionEndpointHeader", isToken, "be a header name"],
  ["names.sessionCookie", isToken, "be a cookie name"],
  ["hsts.maxAgeSeconds", isCount, "be a whole number of seconds"],
  ["hsts.includeSubDomains", isFlag, "be true or false"],
  ["hsts.preload", isFlag, "be true or false"],
  ...limitClasses.map(
    (name): Rule => [`limits.${name}`, isPolicies, "list policies of name, quota, windowSeconds and burst"],
  ),
  ["bodies.maxBytes", isCount, "be a whole number of bytes"],
  ["bodies.mediaTypes", isTexts, "list media types"],
  ["trustedHops", (value) => isTexts(value) && areRanges(value), "list address ranges in CIDR notation"],
  ["originTimeoutMs", isCount, "be a whole number of milliseconds"],
  ["securityTxt", isText, "be a text"],
];
const settings = new Set(["registry", ...rules.map(([path]) => path.split(".")[0])]);

/** Reads the configuration from a JSON text or value. Throws `EdgeConfigError` with every problem at once. */
export const parseEdgeConfig = (source: unknown): EdgeConfig => {
  const root = record(typeof source === "string" ? parseJson(source) : source);
  const problems = rules
    .filter(([path, isGood]) => !isGood(path.split(".").reduce<unknown>((value, key) => record(value)[key], root)))
    .map(([path, , must]) => `${path} must ${must}`);
  for (const key of Object.keys(root)) if (!settings.has(key)) problems.push(`${key} is no setting of the edge`);
  try {
    const known = parseRegistry(root.registry).regions.map(({ id }) => id);
    if (isText(root.region) && !known.includes(String(root.region)))
      problems.push("region must be one of the registry's");
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    problems.push(error.message);
  }
  if (problems.length > 0) throw new EdgeConfigError(problems);
  return root as unknown as EdgeConfig;
};

function isPolicies(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.map(record).every(isPolicy);
}

function isPolicy({ name, quota, windowSeconds, burst }: Record<string, unknown>): boolean {
  return /^[a-z0-9-]{1,64}$/.test(String(name)) && isCount(quota) && isCount(windowSeconds) && isCount(burst);
}

const areRanges = (ranges: readonly string[]): boolean => {
  try {
    cidrMatcher(ranges);
    return true;
  } catch {
    return false;
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
