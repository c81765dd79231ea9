import type { PinAnswer, PinDirectory } from "@bailiwick/contract/pins";
import { type Registry, tenantEndpoint } from "@bailiwick/contract/region";
import { noTenant } from "@bailiwick/contract/signature";
import { type Decision, next, type Refuse, refuse, type Step } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { problemText, tenantMark } from "../../problem.ts";
import type { Refresher } from "../../refresh/refresher.ts";

export interface PinOptions {
  /** Region of this edge; `undefined` for the global one, where every tenant is elsewhere. */
  readonly here: string | undefined;
  readonly registry: Registry;
  readonly regionEndpointHeader: string;
  readonly directory: PinDirectory;
  readonly refresher: Refresher;
}

const frozenRetrySeconds = 60;
const unavailableRetrySeconds = 5;
/** Tenants of a region whose refusal is kept. */
const remembered = 10_000;

/**
 * Refuses a request whose tenant is pinned to another region (RFC 9110 section 15.5.20) before its body is read: nothing
 * of it leaves this region. Without a valid map there is no default region, only 503.
 */
export const pin = ({ here, registry, regionEndpointHeader, directory, refresher }: PinOptions): Step => {
  const header = regionEndpointHeader.toLowerCase();
  const notFound = refuse(problemText("not-found"));
  const unavailable = refuse(problemText("pins-unavailable"), { "retry-after": String(unavailableRetrySeconds) });
  const frozen = refuse(problemText("tenant-frozen"), { "retry-after": String(frozenRetrySeconds) });
  const elsewhere = new Map(registry.regions.map((region) => [region.id, misdirected(region.id)]));

  return function pin(request, facts) {
    if (facts.tenant === noTenant) return next;
    const pending = refresher.keep(facts.waitUntil);
    if (pending !== undefined) return pending.then(() => lookUp(request, facts));
    const known = directory.peek(facts.tenant);
    return known === undefined || isHidden(known) ? lookUp(request, facts) : decide(known, request, facts);
  };

  async function lookUp(request: Request, facts: Facts): Promise<Decision> {
    const found = await directory.lookup(facts.tenant);
    if (!isHidden(found)) return decide(found, request, facts);
    // It may have been created a moment ago. A suspended tenant takes the same time, so that it cannot be told apart.
    await refresher.force(facts.waitUntil);
    return decide(await directory.lookup(facts.tenant), request, facts);
  }

  function decide(found: PinAnswer, { method }: Request, { hostRegion, tenant }: Facts): Decision {
    if (found.kind === "unavailable") return unavailable;
    if (found.kind === "unknown" || found.state === "suspended") return notFound;
    if (found.region !== here || hostRegion !== here) return elsewhere.get(found.region)?.(tenant) ?? unavailable;
    // It is on its way here, and this region's own map does not yet have it.
    if (found.state === "moved") return unavailable;
    return found.state === "frozen" && method !== "GET" && method !== "HEAD" ? frozen : next;
  }

  /** The refusals of tenants of one region: made once for each that is asked for. */
  function misdirected(id: string): (tenant: string) => Decision {
    const region = registry.regions.find((candidate) => candidate.id === id);
    if (region === undefined) return () => unavailable;
    const problem = problemText("wrong-region", undefined, {
      region: id,
      endpoint: tenantEndpoint(region, tenantMark),
    });
    const made = new Map<string, Refuse>();
    return function misdirected(tenant) {
      const known = made.get(tenant);
      if (known !== undefined) return known;
      const refused: Refuse = {
        kind: "refuse",
        problem,
        headers: { [header]: tenantEndpoint(region, tenant) },
        tenant,
      };
      if (made.size >= remembered) made.clear();
      made.set(tenant, refused);
      return refused;
    };
  }
};

const isHidden = (found: PinAnswer): boolean =>
  found.kind === "unknown" || (found.kind === "pinned" && found.state === "suspended");
