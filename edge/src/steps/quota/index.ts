import type { Address } from "@bailiwick/contract/address";
import { noTenant } from "@bailiwick/contract/signature";
import { credentialOf } from "../../credential.ts";
import { next, type Step } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { createCredentialKey } from "../../limits/credential-key.ts";
import type { Limiter } from "../../limits/limiter.ts";
import { type Charge, limited } from "../../limits/refusal.ts";

export interface QuotaOptions {
  readonly sessionCookie: string;
  readonly limiters: Readonly<Record<"address" | "authentication" | "sensitive" | "tenant" | "user", Limiter>>;
}

const authentication = "/api/v1/auth/";
const signUp = "/api/v1/sign-up";

/**
 * Holds tenant, user and routes that take a credential to their limits. All limits are asked before one is charged, so a
 * refused request costs none of them.
 */
export const quota = ({ sessionCookie, limiters }: QuotaOptions): Step => {
  let credentialKey: ((credential: string) => string) | undefined;

  const chargesOf = (request: Request, { tenant, path, address }: Facts): Charge[] => {
    const { limitKey } = address as Address;
    const writes = request.method !== "GET" && request.method !== "HEAD";
    if (tenant === noTenant) return writes && path === signUp ? [{ limiter: limiters.sensitive, key: limitKey }] : [];
    const charges: Charge[] = [{ limiter: limiters.tenant, key: tenant }];
    if (writes && path.startsWith(authentication)) {
      charges.push({ limiter: limiters.authentication, key: `${limitKey} ${tenant}` });
    }
    const credential = credentialOf(request.headers, sessionCookie);
    if (credential !== undefined) {
      // Random numbers exist only once a request is there.
      credentialKey ??= createCredentialKey(crypto.getRandomValues(new Uint32Array(2)));
      charges.push({ limiter: limiters.user, key: `${tenant} ${credentialKey(credential)}` });
    }
    return charges;
  };

  return function quota(request, facts) {
    const charges = chargesOf(request, facts);
    const now = Date.now();
    let wait = 0;
    for (const { limiter, key } of charges) wait = Math.max(wait, limiter.waitMs(key, now));
    if (wait > 0) {
      // The next try passes the address limits first: a promise that forgot them would be false.
      return limited("quota-exceeded", charges, Math.max(wait, addressWait(facts, now)), now);
    }
    for (const { limiter, key } of charges) limiter.charge(key, now);
    facts.rateLimitPolicy = charges.map(({ limiter }) => limiter.policyField).join(", ");
    facts.rateLimit = charges.map(({ limiter, key }) => limiter.field(key, now)).join(", ");
    return next;
  };

  function addressWait({ address }: Facts, now: number): number {
    return limiters.address.waitMs((address as Address).limitKey, now);
  }
};
