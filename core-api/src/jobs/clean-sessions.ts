import type { Product } from "@bailiwick/contract/product";
import type { Platform } from "../platform/db/index.ts";

export interface CleanSessionsOptions {
  readonly platform: Pick<Platform, "catalog" | "tenant">;
  readonly sessions: Pick<Product["sessions"], "idleSeconds">;
  /** Rows of one statement, so that no lock is held for long. @default 5000 */
  readonly chunk?: number;
}

/** How long a session that is over stays: somebody may still ask when it ended. */
const keptDays = 1;

/**
 * Deletes sessions that are over, in every tenant database of the region; resolves with their number. Recorded once among the
 * operations across tenants, when there was something to delete.
 */
export const createCleanSessions =
  ({ platform, sessions, chunk = 5000 }: CleanSessionsOptions) =>
  async (): Promise<number> => {
    const databases = await platform.catalog<{ location: string }[]>`
      select location from catalog.tenant_database order by location`;
    let deleted = 0;
    for (const { location } of databases)
      deleted += await clean(platform.tenant(location), sessions.idleSeconds, chunk);
    if (deleted > 0) {
      await platform.catalog`
        select catalog.record_platform_event('system', null, 'session.cleaned', null, null, 'success', null,
          ${JSON.stringify({ deleted })})`;
    }
    return deleted;
  };

const clean = async (tenant: ReturnType<Platform["tenant"]>, idleSeconds: number, chunk: number): Promise<number> => {
  let deleted = 0;
  for (;;) {
    const { count } = await tenant`
      delete from tenant.session where (org_id, id) in (
        select org_id, id from tenant.session
         where least(ended_at, absolute_expires_at, last_seen_at + make_interval(secs => ${idleSeconds}))
               < now() - make_interval(days => ${keptDays})
         limit ${chunk})`;
    deleted += count;
    if (count < chunk) return deleted;
  }
};
