import { env } from "cloudflare:workers";
import { publicPeers, serviceBinding, textBinding } from "./bindings.ts";
import { parseEdgeConfig } from "./config.ts";
import { regionalEdge } from "./edge.ts";
import { cloudflarePlatform } from "./platform/cloudflare.ts";

// Read as the worker starts: one that is configured wrongly never takes a request.
const bound: Readonly<Record<string, unknown>> = { ...env };
const edge = regionalEdge(parseEdgeConfig(bound.CONFIG), cloudflarePlatform(), {
  origin: serviceBinding(bound, "ORIGIN"),
  edgeKeys: textBinding(bound, "EDGE_KEYS"),
  pepper: textBinding(bound, "PIN_PEPPER"),
  peer: publicPeers,
});

export default { fetch: (request: Request, _env: unknown, context: ExecutionContext) => edge(request, context) };
