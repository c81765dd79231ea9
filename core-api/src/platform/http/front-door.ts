import { randomUUID } from "node:crypto";
import { headers } from "@bailiwick/contract/names";
import type { Log } from "../log.ts";
import type { bodyBudget } from "./body-budget.ts";
import type { ApiEnv, RequestFacts } from "./env.ts";
import { problemOf } from "./error-problem.ts";
import type { hostRule } from "./host-rule.ts";
import type { misdirected } from "./misdirected.ts";
import { problem } from "./respond.ts";
import type { TenantAnswer, Tenants } from "./tenants.ts";
import { isTenantless, type trustedHop } from "./trusted-hop.ts";
import { type WireRequest, wireRequest } from "./wire-request.ts";

type Answer = Response | Promise<Response>;
export type Fetch = (request: Request, env: ApiEnv["Bindings"]) => Answer;

export interface FrontDoorOptions {
  readonly admit: ReturnType<typeof trustedHop>;
  readonly judgeHost: ReturnType<typeof hostRule>;
  readonly misdirect: ReturnType<typeof misdirected>;
  readonly tenants: Pick<Tenants, "resolve">;
  readonly budget: ReturnType<typeof bodyBudget>;
  /** Paths that answer without a signature, on the private port only. */
  readonly operationalPaths: readonly string[];
  readonly log: Pick<Log, "warn" | "error">;
  /** Told once per request, when its answer is known. */
  readonly observe: (facts: RequestFacts, status: number, milliseconds: number) => void;
}

/**
 * Everything between the socket and the routes, cheapest refusal first: signature and replay, host, region, body
 * budget. It stays synchronous where nothing has to be waited for, so that the whole of it costs a few microseconds.
 */
export const frontDoor = (next: Fetch, options: FrontDoorOptions): ((request: Request, env?: object) => Answer) => {
  const { admit, judgeHost, misdirect, tenants, budget, observe, log } = options;
  const operational = new Set(options.operationalPaths);

  const enter = (request: Request, wire: WireRequest, env: ApiEnv["Bindings"]): Answer => {
    const { facts } = env;
    // What carries a signature came from outside, through the edge; the guard of these routes knows it by that.
    if (operational.has(wire.target) && wire.fields[headers.edgeSignature] === undefined) {
      facts.requestId = randomUUID();
      return next(request, env);
    }

    const edge = admit(wire.method, wire.target, wire.fields);
    if ("problem" in edge) {
      facts.requestId = randomUUID();
      log.warn(
        { reason: edge.reason, requestId: facts.requestId },
        "refused a request that this region's edge did not sign",
      );
      return problem(facts.requestId, edge.problem);
    }
    facts.requestId = edge.requestId;
    facts.clientAddress = edge.clientAddress;
    facts.signed = true;
    const slug = isTenantless(edge) ? undefined : edge.tenant;
    const host = judgeHost(edge.host, slug);
    if (host.kind === "elsewhere") return misdirect(edge.requestId, host.region, host.slug);
    if (host.kind === "contradiction") return problem(edge.requestId, "untrusted-hop");
    if (host.kind === "unknown-host") return problem(edge.requestId, "unknown-host");
    if (slug === undefined) return withBody(request, env);

    const answer = tenants.resolve(slug);
    return answer instanceof Promise
      ? answer.then((found) => withTenant(request, env, slug, found))
      : withTenant(request, env, slug, answer);
  };

  const withTenant = (request: Request, env: ApiEnv["Bindings"], slug: string, answer: TenantAnswer): Answer => {
    const { facts } = env;
    if (answer.kind === "elsewhere") return misdirect(facts.requestId, answer.region, slug);
    if (answer.kind === "unknown") return problem(facts.requestId, "not-found");
    if (answer.kind === "unavailable")
      return problem(facts.requestId, "pins-unavailable", { headers: { "retry-after": "10" } });
    if (answer.frozen && writes(facts.method)) {
      return problem(facts.requestId, "tenant-frozen", { headers: { "retry-after": "30" } });
    }
    facts.tenant = answer.tenant;
    return withBody(request, env);
  };

  const withBody = (request: Request, env: ApiEnv["Bindings"]): Answer => {
    const { facts, incoming } = env;
    const answer = budget.decide(facts.method, facts.fields);
    if (answer === undefined) return next(request, env);
    if (answer !== "unsized") return problem(facts.requestId, answer.problem);
    if (incoming === undefined) return next(request, env);
    return budget.read(incoming).then((read) => {
      if (typeof read !== "object") return next(request, env);
      // What is left of the body is not worth reading.
      return problem(facts.requestId, read.problem, { headers: { connection: "close" } });
    });
  };

  const failed = (facts: RequestFacts, error: unknown): Response => {
    const { name, details } = problemOf(error);
    log.error({ error, requestId: facts.requestId }, "a request failed before it reached a route");
    return problem(facts.requestId, name, details);
  };

  return function fetch(request, bindings: Partial<ApiEnv["Bindings"]> = {}) {
    const startedAt = performance.now();
    const wire = wireRequest(request, bindings);
    const facts: RequestFacts = {
      requestId: "",
      clientAddress: "-",
      signed: false,
      tenant: undefined,
      actor: undefined,
      route: "none",
      method: wire.method,
      fields: wire.fields,
    };
    const env = Object.assign(bindings, { facts });
    const done = (response: Response): Response => {
      observe(facts, response.status, performance.now() - startedAt);
      return response;
    };
    try {
      const answer = enter(request, wire, env);
      if (!(answer instanceof Promise)) return done(answer);
      return answer.catch((error: unknown) => failed(facts, error)).then(done);
    } catch (error) {
      return done(failed(facts, error));
    }
  };
};

const writes = (method: string): boolean => method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
