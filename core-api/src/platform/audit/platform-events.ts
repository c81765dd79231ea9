import type { Sql } from "../db/index.ts";

/** What was asked of the platform's administration. */
export interface PlatformDeed {
  readonly requestId: string;
  readonly action: "admin.refused" | "tenant.listed" | "tenant.released" | "tenant.requested" | "tenant.shown";
  readonly slug?: string | undefined;
  /** Whether he proved to be the platform administrator. @default platform_admin */
  readonly by?: "platform_admin" | "anonymous";
  /** @default success */
  readonly outcome?: "success" | "denied" | "failed";
  readonly details?: Readonly<Record<string, number>>;
}

/** The catalog's record of what the platform administrator did (requirement 4.13, 7.8). */
export interface PlatformEvents {
  /** Appends a record; rejects when it cannot, and then the answer must not be given. */
  record(deed: PlatformDeed): Promise<void>;
}

export const createPlatformEvents = (catalog: Sql): PlatformEvents => ({
  async record({ requestId, action, slug, by = "platform_admin", outcome = "success", details = {} }) {
    await catalog`
      select catalog.record_platform_event(
        ${by}, null, ${action}, ${slug === undefined ? null : "tenant"}, ${slug ?? null}, ${outcome}, ${requestId},
        ${JSON.stringify(details)})`;
  },
});
