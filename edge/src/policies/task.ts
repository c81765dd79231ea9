import { log } from "../log.ts";
import type { RefreshTask } from "../refresh.ts";
import type { PolicyStore } from "./store.ts";

export interface PolicyTaskOptions {
  readonly store: PolicyStore;
  readonly everyMs: number;
  readonly fetchPolicies: () => Promise<Response>;
}

/** Keeps the address rules the newest. Rules that cannot be fetched or read leave the held ones, until they expire. */
export const policyTask = ({ store, everyMs, fetchPolicies }: PolicyTaskOptions): RefreshTask => ({
  everyMs,
  async run() {
    try {
      const response = await fetchPolicies();
      if (response.ok) {
        store.load(await response.json());
        return true;
      }
      await response.body?.cancel();
      log("warn", "policies.unreachable", { status: response.status });
    } catch (error) {
      log("warn", "policies.refused", { detail: error instanceof Error ? error.message : "unknown" });
    }
    return false;
  },
});
