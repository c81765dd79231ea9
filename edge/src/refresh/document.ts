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

/** Keeps a document the newest. One that cannot be fetched or believed leaves the held one in place. */
export const documentTask = ({ name, everyMs, fetch, take }: DocumentOptions): RefreshTask => {
  let etag: string | undefined;
  return {
    everyMs,
    async run() {
      try {
        const response = await fetch(etag);
        if (response.status === 304) return true;
        if (response.ok && Number(response.headers.get("content-length") ?? 0) <= maxBytes) {
          await take(response);
          etag = response.headers.get("etag") ?? undefined;
          return true;
        }
        await response.body?.cancel();
        log("warn", "document.unreachable", { name, status: response.status });
      } catch (error) {
        log("warn", "document.refused", { name, detail: error instanceof Error ? error.message : "unknown" });
      }
      return false;
    },
  };
};
