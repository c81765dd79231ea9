import { log } from "../log.ts";
import type { RefreshTask } from "./refresher.ts";

export interface DocumentOptions {
  /** What is fetched, for the log. */
  readonly name: string;
  readonly everyMs: number;
  /** `etag` makes it conditional. */
  readonly fetch: (etag: string | undefined) => Promise<Response>;
  /** Takes the document in place of the held one. Throws when it cannot be believed. */
  readonly take: (response: Response) => Promise<void>;
}

/** A million tenants are a map of 9 MB. */
const maxBytes = 64 * 1024 * 1024;
/** A region that starts has nothing to serve for a while: until then a first document that is not there is no alarm. */
const startMs = 60_000;

/** Keeps a document the newest. One that cannot be fetched or believed leaves the held one in place. */
export const documentTask = ({ name, everyMs, fetch, take }: DocumentOptions): RefreshTask => {
  let etag: string | undefined;
  let held = false;
  let since: number | undefined;
  return {
    everyMs,
    async run() {
      since ??= Date.now();
      const awaited = !held && Date.now() - since < startMs;
      let fetched = false;
      try {
        const response = await fetch(etag);
        fetched = true;
        if (response.status === 304) return true;
        if (response.ok && Number(response.headers.get("content-length") ?? 0) <= maxBytes) {
          await take(response);
          held = true;
          etag = response.headers.get("etag") ?? undefined;
          return true;
        }
        await response.body?.cancel();
        log(awaited ? "info" : "warn", "document.unreachable", { name, status: response.status });
      } catch (error) {
        // What was fetched and cannot be believed is never a matter of time.
        const level = awaited && !fetched ? "info" : "warn";
        log(level, "document.refused", { name, detail: error instanceof Error ? error.message : "unknown" });
      }
      return false;
    },
  };
};
