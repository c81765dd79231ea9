import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { ApiEnv } from "../http/env.ts";
import { ProblemError } from "../http/problem-error.ts";
import { callerOf } from "./actor.ts";
import type { credentialReader } from "./credential.ts";
import { isSameOrigin } from "./same-origin.ts";
import type { Sessions } from "./sessions.ts";

/** Middlewares for routes by whom they are for. A route takes exactly one. */
export interface Guards {
  /** A signed-in user of the tenant. Throws `unauthenticated`; `not-found` where no tenant is asked for. */
  readonly user: MiddlewareHandler<ApiEnv>;
  /** Anybody, at a tenant's address. */
  readonly visitor: MiddlewareHandler<ApiEnv>;
  /** Anybody, at the region's own address. */
  readonly region: MiddlewareHandler<ApiEnv>;
  /** Whoever reaches the private port; `not-found` for what came through the edge. */
  readonly privatePort: MiddlewareHandler<ApiEnv>;
  /** The platform administrator, at the region's own address. Throws `unauthenticated`. */
  readonly admin: MiddlewareHandler<ApiEnv>;
}

export interface GuardsOptions {
  readonly sessions: Pick<Sessions, "find">;
  readonly readCredential: ReturnType<typeof credentialReader>;
}

export const createGuards = ({ sessions, readCredential }: GuardsOptions): Omit<Guards, "admin"> => ({
  user: async function user(c, next) {
    const facts = enter(c);
    const { tenant } = facts;
    if (tenant === undefined) throw new ProblemError("not-found");
    const credential = readCredential(facts.fields);
    if (credential === undefined) throw unauthenticated();
    const session = await sessions.find(tenant, credential.token);
    if (session === undefined) throw unauthenticated();
    if (credential.ambient && !isSameOrigin(facts.method, facts.fields)) throw crossOrigin();
    const { sessionId, userId, email, name, roles, permissions } = session;
    const actor = { ...callerOf(facts, tenant), sessionId, userId, email, name, roles, permissions };
    facts.actor = actor;
    c.set("actor", actor);
    c.set("tenant", tenant);
    await next();
  },

  visitor: async function visitor(c, next) {
    const facts = enter(c);
    if (facts.tenant === undefined) throw new ProblemError("not-found");
    if (!isSameOrigin(facts.method, facts.fields)) throw crossOrigin();
    c.set("tenant", facts.tenant);
    await next();
  },

  region: async function region(c, next) {
    if (enter(c).tenant !== undefined) throw new ProblemError("not-found");
    await next();
  },

  privatePort: async function privatePort(c, next) {
    if (enter(c).signed) throw new ProblemError("not-found");
    await next();
  },
});

/** Notes which route has been reached. */
const enter = (c: Context<ApiEnv>): ApiEnv["Bindings"]["facts"] => {
  const { facts } = c.env;
  facts.route = `${facts.method} ${routePath(c)}`;
  return facts;
};

const unauthenticated = (): ProblemError =>
  new ProblemError("unauthenticated", { headers: { "www-authenticate": "Bearer" } });

const crossOrigin = (): ProblemError => new ProblemError("forbidden", { detail: "Another site caused this request." });
