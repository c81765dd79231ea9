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

/** A refusal is no page, and with this never taken for one: rules for frames and scripts would say nothing. */
const refusalSecurity = { "x-content-type-options": "nosniff" } as const;

/** What an answer that may be a page says about its own handling, where it says nothing else. */
const security = {
  ...refusalSecurity,
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Fields of an origin's answer that the edge decides or keeps to itself. */
const withheld = "server x-powered-by via alt-svc access-control-allow-origin access-control-allow-credentials".split(
  " ",
);

/** The only maker of answers: security headers, HSTS once and only over TLS (RFC 6797 section 7), CORS, limits, request id. */
export const respond = ({ hsts, regionEndpointHeader, cors }: RespondOptions): Respond => {
  const strict = hstsValue(hsts);
  const exposed = exposedHeaders(regionEndpointHeader);
  const prepare = refusalHeaders(strict);

  return function respond(decision, request, facts) {
    return decision.kind === "refuse" ? refusal(decision, request, facts) : answered(decision, request, facts);
  };

  function refusal(refused: Refuse, request: Request, facts: Facts): Response {
    let headers = prepare(refused, facts.secure);
    headers.set(names.requestId, facts.requestId);
    const origin = request.headers.get("origin");
    if (origin !== null) {
      headers = new Headers(headers);
      shareRefusal(headers, origin, facts);
      if (facts.preflight) return permitted(headers);
    }
    const { problem, tenant } = refused;
    return new Response(problem.render(facts.requestId, tenant ?? ""), { status: problem.status, headers });
  }

  /** Any page may read a refusal, without credentials, for there is nothing of a tenant in it; the product's own also with. */
  function shareRefusal(headers: Headers, origin: string, facts: Facts): void {
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-expose-headers", exposed);
    cors.share(headers, origin, facts);
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

/**
 * Fields of a refusal that do not depend on the request, made once for each that is refused again and again: handing a
 * field to the runtime costs more than sending it. Whoever is handed them changes the request id and answers at once.
 */
const refusalHeaders = (strict: string): ((refused: Refuse, secure: boolean) => Headers) => {
  const make = ({ headers: own }: Refuse, secure: boolean): Headers => {
    const headers = new Headers({ ...problemResponseHeaders, ...refusalSecurity, ...own });
    if (secure) headers.set("strict-transport-security", strict);
    return headers;
  };
  const made = { plain: new WeakMap<Refuse, Headers>(), secure: new WeakMap<Refuse, Headers>() };
  return function prepare(refused, secure) {
    const known = secure ? made.secure : made.plain;
    let headers = known.get(refused);
    if (headers === undefined) {
      headers = make(refused, secure);
      known.set(refused, headers);
    }
    return headers;
  };
};

const hstsValue = ({ maxAgeSeconds, includeSubDomains, preload }: EdgeConfig["hsts"]): string =>
  `max-age=${maxAgeSeconds}${includeSubDomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
