import type { PinDirectory } from "@bailiwick/contract/pins";
import type { EdgeConfig, LimitClass } from "./config.ts";
import { createCors } from "./cors.ts";
import type { Step } from "./decision.ts";
import { hostLookup } from "./hosts.ts";
import type { Limiter } from "./limits/limiter.ts";
import type { Origin } from "./origin.ts";
import type { Platform } from "./platform/index.ts";
import type { PolicyStore } from "./policies/store.ts";
import type { Refresher } from "./refresh/refresher.ts";
import { allowlist } from "./steps/allowlist/index.ts";
import { body } from "./steps/body/index.ts";
import { canonical } from "./steps/canonical/index.ts";
import { classify } from "./steps/classify/index.ts";
import { clientAddress } from "./steps/client-address/index.ts";
import { flood } from "./steps/flood/index.ts";
import { forward } from "./steps/forward/index.ts";
import { ids } from "./steps/ids/index.ts";
import { ops } from "./steps/ops/index.ts";
import { pin } from "./steps/pin/index.ts";
import { preflight } from "./steps/preflight/index.ts";
import { quota } from "./steps/quota/index.ts";

/** What every edge has: pins and limits in memory, and a platform in front. */
export interface Parts {
  readonly config: EdgeConfig;
  readonly platform: Platform;
  readonly directory: PinDirectory;
  readonly refresher: Refresher;
  readonly ownRefresher: Refresher;
  readonly limiters: Readonly<Record<LimitClass, Limiter>>;
  readonly now: () => number;
}

/** What only the edge of a region has. */
export interface RegionalParts extends Parts {
  readonly origin: Origin;
  readonly policies: PolicyStore;
}

/** Paths of a region's base host that belong to no tenant. */
const tenantless = ["/api/v1/sign-up", "/api/v1/sign-up/", "/api/v1/admin/", "/openapi.json"];

/** The cheapest refusal first. Up to the pin nothing is awaited, read or sent that is the tenant's. */
const common = (parts: Parts, policiesFresh: () => boolean, withoutTenant: readonly string[]): readonly Step[] => {
  const { config, platform, directory, refresher, ownRefresher, limiters, now } = parts;
  const { registry, names, securityTxt } = config;
  const here = config.region ?? undefined;
  return [
    ids(),
    canonical({ here, hosts: hostLookup(registry) }),
    clientAddress(platform),
    ops({ here, registry, directory, refresher, ownRefresher, policiesFresh, securityTxt, now }),
    flood(limiters.address),
    classify({ sessionCookie: names.sessionCookie, tenantless: withoutTenant }),
    pin({ here, registry, regionEndpointHeader: names.regionEndpointHeader, directory, refresher }),
  ];
};

/** Steps of a region's edge. */
export const regionalSteps = (parts: RegionalParts): readonly Step[] => {
  const { config, limiters, origin, policies } = parts;
  const { maxBytes, mediaTypes } = config.bodies;
  return [
    ...common(parts, policies.fresh, tenantless),
    preflight(createCors(config.registry)),
    allowlist(policies),
    quota({ sessionCookie: config.names.sessionCookie, limiters }),
    body({ maxBytes, mediaTypes }),
    forward({ origin, maxBytes, timeoutMs: config.originTimeoutMs }),
  ];
};

/** Steps of the region-less edge: it ends with the pin, as it has nowhere to forward to. */
export const globalSteps = (parts: Parts): readonly Step[] => common(parts, () => true, []);
