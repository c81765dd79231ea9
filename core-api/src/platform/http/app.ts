import { OpenAPIHono } from "@hono/zod-openapi";
import type { Audit } from "../audit/index.ts";
import type { Log } from "../log.ts";
import type { ApiEnv } from "./env.ts";
import { problemOf } from "./error-problem.ts";
import { allowedMethods } from "./method-not-allowed.ts";
import { Forbidden } from "./problem-error.ts";
import { problem } from "./respond.ts";
import { validationHook } from "./validation.ts";

export type Api = OpenAPIHono<ApiEnv>;

/** Adds a module's routes. */
export type ApiModule = (api: Api) => void;

export interface AppOptions {
  readonly modules: readonly ApiModule[];
  readonly audit: Pick<Audit, "witness">;
  readonly log: Pick<Log, "error">;
}

/** The routes of all modules behind one set of answers for whatever goes wrong. */
export const createApp = ({ modules, audit, log }: AppOptions): Api => {
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: validationHook });
  for (const mount of modules) mount(api);
  const allowed = allowedMethods(api);

  api.notFound((c) => {
    const { facts } = c.env;
    const methods = allowed(c.req.path);
    if (methods.length === 0) return problem(facts.requestId, "not-found");
    return problem(facts.requestId, "method-not-allowed", { headers: { allow: methods.join(", ") } });
  });

  api.onError(async (error, c) => {
    const { facts } = c.env;
    const { name, details, unexpected } = problemOf(error);
    if (unexpected) log.error({ error, requestId: facts.requestId, route: facts.route }, "a route failed");
    if (error instanceof Forbidden && facts.actor !== undefined) {
      const { route } = facts;
      try {
        const witness = await audit.witness(facts.actor);
        await witness.record({
          action: "access.denied",
          outcome: "denied",
          details: { route, missing: error.missing },
        });
      } catch (failure) {
        // The refusal stands without its record, but not in silence.
        log.error({ error: failure, requestId: facts.requestId, route }, "a denial could not be recorded");
        return problem(facts.requestId, "unavailable", { headers: { "retry-after": "5" } });
      }
    }
    return problem(facts.requestId, name, details);
  });

  return api;
};
