import { env } from "cloudflare:workers";
import { boundPeers, publicPeers, textBinding } from "./bindings.ts";
import { parseEdgeConfig } from "./config.ts";
import { globalEdge } from "./edge.ts";
import { cloudflarePlatform } from "./platform/cloudflare.ts";
import { workerdPlatform } from "./platform/workerd.ts";

// Read as the worker starts: one that is configured wrongly never takes a request.
const bound: Readonly<Record<string, unknown>> = { ...env };
const config = parseEdgeConfig(bound.CONFIG);
const onWorkerd = config.platform === "workerd";
const edge = globalEdge(config, onWorkerd ? workerdPlatform(config.trustedHops) : cloudflarePlatform(), {
  pepper: textBinding(bound, "PIN_PEPPER"),
  peer: onWorkerd ? boundPeers(bound) : publicPeers,
});

export default { fetch: (request: Request, _env: unknown, context: ExecutionContext) => edge(request, context) };
