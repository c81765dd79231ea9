import { createPinDirectory, decodeBase64Url } from "@bailiwick/contract/pins";
import { type Region, regionById } from "@bailiwick/contract/region";
import { type EdgeConfig, type LimitClass, limitClasses } from "./config.ts";
import { createLimiter, type Limiter } from "./limits/limiter.ts";
import { log } from "./log.ts";
import { createOrigin, type Fetcher } from "./origin.ts";
import { globalSteps, type Parts, regionalSteps } from "./pipeline.ts";
import type { Platform } from "./platform/index.ts";
import { createPolicyStore } from "./policies/store.ts";
import { documentTask } from "./refresh/document.ts";
import { takePinMap } from "./refresh/pin-map.ts";
import { both, createRefresher, type RefreshTask } from "./refresh/refresher.ts";
import { type Edge, run } from "./run.ts";

export interface GlobalBindings {
  /** Key of the tenants' names in pin maps: base64url. */
  readonly pepper: string;
  /** The way to another region's edge, for its public pin map only. */
  readonly peer: (region: Region) => Fetcher;
}

export interface RegionalBindings extends GlobalBindings {
  /** This region's core API. */
  readonly origin: Fetcher;
  /** JSON list of `{ id, secret }`, the current key first. */
  readonly edgeKeys: string;
}

/** What is this region's own is seen soon; other regions are asked rarely. */
const ownEveryMs = 5_000;
const peerEveryMs = 60_000;
const peerTimeoutMs = 5_000;

/** The edge of one region. Throws `TypeError` when the configuration names no region or a secret is unreadable. */
export const regionalEdge = (config: EdgeConfig, platform: Platform, bindings: RegionalBindings): Edge => {
  const region = config.region === null ? undefined : regionById(config.registry, config.region);
  if (region === undefined) throw new TypeError("a regional edge needs a region");
  const origin = createOrigin({
    fetcher: bindings.origin,
    region: region.id,
    host: new URL(region.baseUrl).host,
    keys: bindings.edgeKeys,
  });
  const policies = createPolicyStore();
  const { id } = region;
  const parts = createParts(config, platform, bindings, (directory) => [
    documentTask({
      name: `pins of ${id}`,
      everyMs: ownEveryMs,
      fetch: (etag) => origin.document("/internal/pins", etag),
      take: takePinMap(directory, id),
    }),
    documentTask({
      name: "edge policies",
      everyMs: ownEveryMs,
      // Never conditional: unchanged rules are sent anew with a later end.
      fetch: () => origin.document("/internal/edge-policies", undefined),
      take: async (response) => {
        for (const tenant of policies.load(await response.json())) log("error", "policies.closed", { tenant });
      },
    }),
  ]);
  return run(config, regionalSteps({ ...parts, origin, policies }));
};

/** The edge of the product's region-less host name: it knows where tenants live and has no way to any origin. */
export const globalEdge = (config: EdgeConfig, platform: Platform, bindings: GlobalBindings): Edge => {
  if (config.region !== null) throw new TypeError("the global edge serves no region");
  return run(config, globalSteps(createParts(config, platform, bindings, () => [])));
};

const createParts = (
  config: EdgeConfig,
  platform: Platform,
  { pepper, peer }: GlobalBindings,
  ownTasks: (directory: ReturnType<typeof createPinDirectory>) => readonly RefreshTask[],
): Parts => {
  const { registry } = config;
  const now = () => Date.now() / 1000;
  const directory = createPinDirectory({ registry, pepper: decodeBase64Url(pepper), now });
  const peers = registry.regions.filter(({ id }) => id !== config.region);
  const peerTasks = peers.map((region) =>
    documentTask({
      name: `pins of ${region.id}`,
      everyMs: peerEveryMs,
      fetch: (etag) => fetchPeer(peer(region), region, etag),
      take: takePinMap(directory, region.id),
    }),
  );
  const limiters = Object.fromEntries(
    limitClasses.map((name) => [name, createLimiter(config.limits[name])]),
  ) as unknown as Record<LimitClass, Limiter>;
  const ownRefresher = createRefresher({ tasks: ownTasks(directory) });
  const refresher = both(ownRefresher, createRefresher({ tasks: peerTasks }));
  return { config, platform, directory, refresher, ownRefresher, limiters, now };
};

const fetchPeer = (peer: Fetcher, { baseUrl }: Region, etag: string | undefined): Promise<Response> =>
  peer.fetch(
    new Request(`${baseUrl}/.well-known/pins`, {
      headers: etag === undefined ? {} : { "if-none-match": etag },
      redirect: "manual",
      signal: AbortSignal.timeout(peerTimeoutMs),
    }),
  );
