import { hash, timingSafeEqual } from "node:crypto";
import { headers } from "@bailiwick/contract/names";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { type ApiEnv, fieldOf } from "../http/env.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Log } from "../log.ts";

export interface AdminGuardOptions {
  readonly adminKey: string;
  readonly log: Pick<Log, "warn">;
}

/**
 * The platform administrator, at the region's own address. His key opens no tenant's data: it is looked at here and
 * nowhere else.
 */
export const adminGuard = ({ adminKey, log }: AdminGuardOptions): MiddlewareHandler<ApiEnv> => {
  const expected = hash("sha256", adminKey, "buffer");

  return async function admin(c, next) {
    const { facts } = c.env;
    facts.route = `${facts.method} ${routePath(c)}`;
    if (facts.tenant !== undefined) throw new ProblemError("not-found");
    const given = fieldOf(facts.fields, headers.adminKey);
    // Digests have one length, so that the comparison tells nothing of the key's.
    if (given === undefined || !timingSafeEqual(hash("sha256", given, "buffer"), expected)) {
      if (given !== undefined) log.warn({ requestId: facts.requestId }, "refused an administrator's key");
      throw new ProblemError("unauthenticated");
    }
    await next();
  };
};
