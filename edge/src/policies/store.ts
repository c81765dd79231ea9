import { type CidrMatcher, cidrMatcher } from "../net/cidr.ts";
import type { Address } from "../net/ip.ts";

/** Address rules of this region's tenants, as the core API states them for its edge. */
export interface EdgePolicies {
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly notAfter: number;
  /** Tenants that have an allowlist, by slug. */
  readonly tenants: Readonly<Record<string, { readonly allow: readonly string[] }>>;
}

export interface PolicyStore {
  /** Takes a new document in place of the held one. Throws `TypeError` or `CidrError` and keeps the held one. */
  load(document: unknown): void;
  /** `unavailable` when no document is held or its time has passed: the caller must not let the request through. */
  check(tenant: string, address: Address): "allowed" | "refused" | "unavailable";
  /** True while a document is held and valid. */
  fresh(): boolean;
}

/** @param now milliseconds since 1970. @default Date.now */
export const createPolicyStore = (now: () => number = Date.now): PolicyStore => {
  let matchers: ReadonlyMap<string, CidrMatcher> = new Map();
  let issuedAt = 0;
  let validUntilMs = 0;

  const fresh = (): boolean => now() <= validUntilMs;

  return {
    fresh,
    load(document) {
      const policies = parse(document);
      if (policies.issuedAt < issuedAt) throw new TypeError("the policies are older than those held");
      const compiled = new Map<string, CidrMatcher>();
      for (const [slug, { allow }] of Object.entries(policies.tenants)) compiled.set(slug, cidrMatcher(allow));
      matchers = compiled;
      issuedAt = policies.issuedAt;
      validUntilMs = policies.notAfter * 1000;
    },
    check(tenant, address) {
      if (!fresh()) return "unavailable";
      const matcher = matchers.get(tenant);
      return matcher === undefined || matcher(address) ? "allowed" : "refused";
    },
  };
};

const parse = (value: unknown): EdgePolicies => {
  if (!isObject(value) || !isSeconds(value.issuedAt) || !isSeconds(value.notAfter) || !isObject(value.tenants)) {
    throw new TypeError("the policies must have issuedAt, notAfter and tenants");
  }
  for (const rules of Object.values(value.tenants)) {
    const allow = isObject(rules) ? rules.allow : undefined;
    if (!Array.isArray(allow) || !allow.every((range) => typeof range === "string")) {
      throw new TypeError("a tenant's policy must have a list of ranges");
    }
  }
  return value as unknown as EdgePolicies;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isSeconds = (value: unknown): boolean => Number.isSafeInteger(value);
