import { env } from "cloudflare:workers";
import { publicPeers, serviceBinding, textBinding } from "./bindings.ts";
import { parseEdgeConfig } from "./config.ts";
import { regionalEdge } from "./edge.ts";
import { log } from "./log.ts";
import { cloudflarePlatform } from "./platform/cloudflare.ts";
import { problemText } from "./problem.ts";
import type { Edge } from "./run.ts";

const bound: Readonly<Record<string, unknown>> = { ...env };
const unready = problemText("unavailable");

/**
 * Read with the first request and not as the worker starts: Cloudflare runs a start when a script is uploaded, which is
 * before its operator can put the secrets beside it. Until they are there every request is refused.
 */
const start = (): Edge => {
  try {
    return regionalEdge(parseEdgeConfig(bound.CONFIG), cloudflarePlatform(), {
      origin: serviceBinding(bound, "ORIGIN"),
      edgeKeys: textBinding(bound, "EDGE_KEYS"),
      pepper: textBinding(bound, "PIN_PEPPER"),
      peer: publicPeers,
    });
  } catch (error) {
    log("error", "edge.unready", { reason: error instanceof Error ? error.message : String(error) });
    return refuse;
  }
};

const refuse: Edge = async () => {
  const headers = { "cache-control": "no-store", "content-type": "application/problem+json" };
  return new Response(unready.render(crypto.randomUUID(), ""), { status: unready.status, headers });
};

let edge: Edge | undefined;

export default {
  fetch: (request: Request, _env: unknown, context: ExecutionContext) => {
    edge ??= start();
    return edge(request, context);
  },
};
