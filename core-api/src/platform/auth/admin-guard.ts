import { hash, timingSafeEqual } from "node:crypto";
import { headers } from "@bailiwick/contract/names";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { PlatformEvents } from "../audit/index.ts";
import { createSparingly } from "../audit/sparingly.ts";
import { type ApiEnv, fieldOf } from "../http/env.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Log } from "../log.ts";

export interface AdminGuardOptions {
  readonly adminKey: string;
  readonly events: PlatformEvents;
  readonly log: Pick<Log, "warn">;
}

const detail = `The administrator's key in X-Admin-Api-Key is missing or wrong.`;

/**
 * The platform administrator, at the region's own address. His key opens no tenant's data: it is looked at here and
 * nowhere else. A wrong key is recorded in the catalog, ten times a minute at most: whoever has no key must not fill it.
 */
export const adminGuard = ({ adminKey, events, log }: AdminGuardOptions): MiddlewareHandler<ApiEnv> => {
  const sparingly = createSparingly({ max: 10, windowSeconds: 60 });
  const expected = hash("sha256", adminKey, "buffer");

  return async function admin(c, next) {
    const { facts } = c.env;
    facts.route = `${facts.method} ${routePath(c)}`;
    if (facts.tenant !== undefined) throw new ProblemError("not-found");
    const given = fieldOf(facts.fields, headers.adminKey);
    // Digests have one length, so that the comparison tells nothing of the key's.
    if (given === undefined || !timingSafeEqual(hash("sha256", given, "buffer"), expected)) {
      if (given !== undefined) {
        const { requestId } = facts;
        log.warn({ requestId }, "refused an administrator's key");
        const unrecorded = sparingly();
        const refusal = { requestId, action: "admin.refused", by: "anonymous", outcome: "denied" } as const;
        if (unrecorded !== undefined) await events.record({ ...refusal, details: { unrecorded } });
      }
      throw new ProblemError("unauthenticated", { detail });
    }
    await next();
  };
};
