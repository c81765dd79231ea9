import type { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createAdaptorServer } from "@hono/node-server";
import { operationalPaths } from "./modules/health/routes.ts";
import type { Settings } from "./platform/config.ts";
import { type Api, type ApiModule, createApp } from "./platform/http/app.ts";
import { bodyBudget } from "./platform/http/body-budget.ts";
import { edgeSignature } from "./platform/http/edge-signature.ts";
import { type Fetch, frontDoor } from "./platform/http/front-door.ts";
import { hostRule } from "./platform/http/host-rule.ts";
import { misdirected } from "./platform/http/misdirected.ts";
import { observer } from "./platform/http/observer.ts";
import { createReplayMemory } from "./platform/http/replay-memory.ts";
import { trustedHop } from "./platform/http/trusted-hop.ts";
import type { Platform } from "./platform/platform.ts";

export interface ServerOptions extends Pick<Settings, "edgeKeys"> {
  readonly platform: Platform;
  readonly modules: readonly ApiModule[];
  /** Answers with TLS 1.2 or later, and with nothing else. @default plain HTTP */
  readonly tls?: Settings["tls"];
  /** Requests this process remembers per 65 seconds, eight bytes each; beyond that it answers 503. @default 1_000_000 */
  readonly replayCapacity?: number;
  /** Seconds since 1970. @default when the process started, which by now is longer ago than an edge's last signature */
  readonly startedAt?: number;
}

export interface ApiServer {
  /** The routes alone, without the front door: for the document. */
  readonly api: Api;
  /** The whole of it, as the socket sees it; also without a socket. */
  readonly fetch: ReturnType<typeof frontDoor>;
  /** Not listening yet. */
  readonly server: Server;
}

/** A request id is remembered while its signature could still be taken for fresh, twice the allowed skew, and a little more. */
const replaySeconds = 65;

/** Puts the front door before the routes of `modules`. */
export const createServer = (options: ServerOptions): ApiServer => {
  const { platform, modules, edgeKeys, tls, replayCapacity, startedAt = performance.timeOrigin / 1000 } = options;
  const { product, registry, region, tenants, audit, log, metrics } = platform;
  const api = createApp({ modules, audit, log });
  const routes: Fetch = (request, env) => api.fetch(request, env);

  const fetch = frontDoor(routes, {
    admit: trustedHop({
      region: region.id,
      check: edgeSignature({ keys: edgeKeys }),
      startedAt,
      replays: createReplayMemory({
        seconds: replaySeconds,
        ...(replayCapacity === undefined ? {} : { capacity: replayCapacity }),
      }),
    }),
    judgeHost: hostRule({ registry, region: region.id }),
    misdirect: misdirected({ registry, endpointHeader: product.names.regionEndpointHeader }),
    tenants,
    budget: bodyBudget(product.bodies.defaultMaxBytes),
    operationalPaths,
    log,
    observe: observer({ metrics, log }),
  });

  const serverOptions = {
    // Limits of one connection: a peer that dawdles holds nothing for long.
    requestTimeout: 60_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 48 * 1024,
    // A request without a body needs no stream to wait for its end: an eighth of what node:http costs.
    optimizeEmptyRequests: true,
  };
  const secure = tls && { cert: tls.certificate, key: tls.privateKey, minVersion: "TLSv1.2", handshakeTimeout: 10_000 };
  const server = createAdaptorServer(
    secure === undefined
      ? { fetch, serverOptions }
      : { fetch, createServer: createTlsServer, serverOptions: { ...serverOptions, ...secure } },
  ) as Server;
  return { api, fetch, server };
};
