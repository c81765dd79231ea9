import type { Sql } from "../../platform/db/index.ts";

/** The catalog's record of what the platform administrator did (requirement 4.13, 7.8). */
export interface PlatformEvents {
  /** Appends a record; rejects when it cannot, and then the answer must not be given. */
  record(requestId: string, action: string, slug: string | undefined): Promise<void>;
}

export const createPlatformEvents = (catalog: Sql): PlatformEvents => ({
  async record(requestId, action, slug) {
    await catalog`
      select catalog.record_platform_event(
        'platform_admin', null, ${action}, ${slug === undefined ? null : "tenant"}, ${slug ?? null}, 'success', ${requestId}, null)`;
  },
});
