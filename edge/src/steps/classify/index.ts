import { tenantHint } from "@bailiwick/contract/credential";
import { noTenant } from "@bailiwick/contract/signature";
import { credentialOf } from "../../credential.ts";
import { next, refuse, type Step } from "../../decision.ts";
import { problemText } from "../../problem.ts";

export interface ClassifyOptions {
  readonly sessionCookie: string;
  /** Paths of the base host that belong to no tenant; one that ends in `/` stands for all below it. */
  readonly tenantless: readonly string[];
}

/**
 * Says which tenant is asked for: by the host name, else by what the credential says of itself. Where both speak, the host
 * wins. Decodes only: no secret is checked here.
 */
export const classify = ({ sessionCookie, tenantless }: ClassifyOptions): Step => {
  const notFound = refuse(problemText("not-found"));
  const exact = new Set(tenantless.filter((path) => !path.endsWith("/")));
  const below = tenantless.filter((path) => path.endsWith("/"));

  return function classify(request, facts) {
    if (facts.hostSlug !== undefined) {
      facts.tenant = facts.hostSlug;
      return next;
    }
    if (exact.has(facts.path) || below.some((prefix) => facts.path.startsWith(prefix))) {
      facts.tenant = noTenant;
      return next;
    }
    const credential = credentialOf(request.headers, sessionCookie);
    const hint = credential === undefined ? undefined : tenantHint(credential);
    if (hint === undefined) return notFound;
    facts.tenant = hint;
    return next;
  };
};
