import { env } from "cloudflare:workers";
import { boundPeers, serviceBinding, textBinding } from "./bindings.ts";
import { parseEdgeConfig } from "./config.ts";
import { regionalEdge } from "./edge.ts";
import { workerdPlatform } from "./platform/workerd.ts";

// Read as the worker starts: one that is configured wrongly never takes a request.
const bound: Readonly<Record<string, unknown>> = { ...env };
const config = parseEdgeConfig(bound.CONFIG);
const edge = regionalEdge(config, workerdPlatform(config.trustedHops), {
  origin: serviceBinding(bound, "ORIGIN"),
  edgeKeys: textBinding(bound, "EDGE_KEYS"),
  pepper: textBinding(bound, "PIN_PEPPER"),
  peer: boundPeers(bound),
});

export default { fetch: (request: Request, _env: unknown, context: ExecutionContext) => edge(request, context) };
