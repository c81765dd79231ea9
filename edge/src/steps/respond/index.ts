import { headers as names } from "@bailiwick/contract/names";
import { problemResponseHeaders } from "@bailiwick/contract/problem";
import type { EdgeConfig } from "../../config.ts";
import { type Cors, exposedHeaders, grant } from "../../cors.ts";
import type { Answer, Refuse } from "../../decision.ts";
import type { Facts } from "../../facts.ts";

export interface RespondOptions {
  readonly hsts: EdgeConfig["hsts"];
  readonly regionEndpointHeader: string;
  readonly cors: Cors;
}

/** Turns the decision that ended a request into its answer. */
export type Respond = (decision: Refuse | Answer, request: Request, facts: Facts) => Response;

/** What an answer says about its own handling when it says nothing else. */
const security = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Fields of an origin's answer that the edge decides or keeps to itself. */
const withheld = [
  "server",
  "x-powered-by",
  "via",
  "alt-svc",
  "access-control-allow-origin",
  "access-control-allow-credentials",
];

/** The only maker of answers: security headers, HSTS once and only over TLS (RFC 6797 section 7), CORS, limits, request id. */
export const respond = ({ hsts, regionEndpointHeader, cors }: RespondOptions): Respond => {
  const strict = hstsValue(hsts);
  const exposed = exposedHeaders(regionEndpointHeader);
  const plainRefusal = refusalHeaders(exposed);
  const secureRefusal = new Headers(plainRefusal);
  secureRefusal.set("strict-transport-security", strict);

  return function respond(decision, request, facts) {
    return decision.kind === "refuse" ? refusal(decision, request, facts) : answered(decision, request, facts);
  };

  function refusal({ problem, headers: own, tenant }: Refuse, request: Request, facts: Facts): Response {
    const headers = new Headers(facts.secure ? secureRefusal : plainRefusal);
    headers.set(names.requestId, facts.requestId);
    for (const name in own) headers.set(name, own[name] as string);
    cors.shareRefusal(headers, request.headers.get("origin"), facts);
    if (facts.preflight) return permitted(headers);
    return new Response(problem.render(facts.requestId, tenant ?? ""), { status: problem.status, headers });
  }

  /** A preflight never fails: only so can the page read why its request did. Not remembered, as the reason may pass. */
  function permitted(headers: Headers): Response {
    headers.delete("content-type");
    grant(headers, 0);
    return new Response(null, { status: 204, headers });
  }

  function answered({ response }: Answer, request: Request, facts: Facts): Response {
    const { headers, status } = response;
    for (const name of withheld) headers.delete(name);
    for (const [name, value] of Object.entries(security)) if (!headers.has(name)) headers.set(name, value);
    headers.delete("strict-transport-security");
    if (facts.secure) headers.set("strict-transport-security", strict);
    headers.set(names.requestId, facts.requestId);
    headers.set("access-control-expose-headers", exposed);
    cors.share(headers, request.headers.get("origin"), facts);
    // What is left of a tenant's limits is nobody's business who is not let in (section 8.2 of the draft).
    if (facts.rateLimit !== "" && status !== 401 && status !== 403) {
      headers.set("ratelimit-policy", facts.rateLimitPolicy);
      headers.set("ratelimit", facts.rateLimit);
    }
    return response;
  }
};

/** Any page may read a refusal, without credentials: there is nothing of a tenant in it. */
const refusalHeaders = (exposed: string): Headers =>
  new Headers({
    ...problemResponseHeaders,
    ...security,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": exposed,
  });

const hstsValue = ({ maxAgeSeconds, includeSubDomains, preload }: EdgeConfig["hsts"]): string =>
  `max-age=${maxAgeSeconds}${includeSubDomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
