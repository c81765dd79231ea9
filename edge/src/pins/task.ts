import type { PinDirectory } from "@bailiwick/contract/pins";
import { log } from "../log.ts";
import type { RefreshTask } from "../refresh.ts";

export interface PinTaskOptions {
  readonly directory: PinDirectory;
  readonly region: string;
  readonly everyMs: number;
  /** Fetches the region's signed map; `etag` makes it conditional. */
  readonly fetchMap: (etag: string | undefined) => Promise<Response>;
}

/** A million tenants are 9 MB. */
const maxMapBytes = 64 * 1024 * 1024;

/** Keeps one region's map in the directory the newest. A map that cannot be fetched or believed leaves the held one. */
export const pinTask = ({ directory, region, everyMs, fetchMap }: PinTaskOptions): RefreshTask => {
  let etag: string | undefined;
  return {
    everyMs,
    async run() {
      try {
        const response = await fetchMap(etag);
        if (response.status === 304) return true;
        if (!response.ok || Number(response.headers.get("content-length") ?? 0) > maxMapBytes) {
          await response.body?.cancel();
          log("warn", "pins.unreachable", { region, status: response.status });
          return false;
        }
        const offer = await directory.offer(region, new Uint8Array(await response.arrayBuffer()));
        if (offer.accepted || offer.reason === "same") {
          etag = response.headers.get("etag") ?? undefined;
          return true;
        }
        log("warn", "pins.refused", { region, reason: offer.reason, detail: offer.detail });
      } catch (error) {
        log("warn", "pins.unreachable", { region, detail: error instanceof Error ? error.message : "unknown" });
      }
      return false;
    },
  };
};
