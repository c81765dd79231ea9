import { type Address, CidrError, type CidrMatcher, cidrMatcher } from "@bailiwick/contract/address";

export interface PolicyStore {
  /**
   * Takes a new document in place of the held one; a tenant whose own rules cannot be read is closed until they can. Answers
   * the tenants that were closed now. Throws `TypeError` when the document as a whole cannot be believed, and keeps the held one.
   */
  load(document: unknown): readonly string[];
  /**
   * `unavailable` when no document is held or its time has passed, or the tenant's own rules could not be read: the caller
   * must not let the request through.
   */
  check(tenant: string, address: Address): "allowed" | "refused" | "unavailable";
  /** True while a document is held and valid. */
  fresh(): boolean;
}

/** @param now milliseconds since 1970. @default Date.now */
export const createPolicyStore = (now: () => number = Date.now): PolicyStore => {
  // A tenant without a matcher is closed. One tenant's rules never decide about another's.
  let matchers: ReadonlyMap<string, CidrMatcher | undefined> = new Map();
  let issuedAt = 0;
  let validUntilMs = 0;

  const fresh = (): boolean => now() <= validUntilMs;

  return {
    fresh,
    load(document) {
      const policies = parse(document);
      if (policies.issuedAt < issuedAt) throw new TypeError("the policies are older than those held");
      const compiled = new Map(Object.entries(policies.tenants).map(([slug, rules]) => [slug, compile(rules)]));
      const isClosed = (slug: string, of: typeof matchers) => of.has(slug) && of.get(slug) === undefined;
      const closed = [...compiled.keys()].filter((slug) => isClosed(slug, compiled) && !isClosed(slug, matchers));
      matchers = compiled;
      issuedAt = policies.issuedAt;
      validUntilMs = policies.notAfter * 1000;
      return closed;
    },
    check(tenant, address) {
      if (!fresh()) return "unavailable";
      const matcher = matchers.get(tenant);
      if (matcher === undefined) return matchers.has(tenant) ? "unavailable" : "allowed";
      return matcher(address) ? "allowed" : "refused";
    },
  };
};

const compile = (rules: unknown): CidrMatcher | undefined => {
  const allow = isObject(rules) ? rules.allow : undefined;
  if (!isTexts(allow)) return undefined;
  try {
    return cidrMatcher(allow);
  } catch (error) {
    if (error instanceof CidrError) return undefined;
    throw error;
  }
};

/** Address rules of this region's tenants, as the core API states them for its edge. */
interface Policies {
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly notAfter: number;
  /** Tenants that have an allowlist, by slug: `{ allow: ["10.0.0.0/8"] }`. */
  readonly tenants: Readonly<Record<string, unknown>>;
}

const parse = (value: unknown): Policies => {
  if (isObject(value)) {
    const { issuedAt, notAfter, tenants } = value;
    if (isSeconds(issuedAt) && isSeconds(notAfter) && isObject(tenants)) return { issuedAt, notAfter, tenants };
  }
  throw new TypeError("the policies must have issuedAt, notAfter and tenants");
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
