import { LRUCache } from "lru-cache";
import { ProblemError } from "../http/problem-error.ts";

export interface Attempts {
  /**
   * Counts an attempt as a failure until `succeeded` says otherwise: parallel guesses must not all pass before the first
   * has failed. Throws `quota-exceeded` with the time until the next attempt counts again.
   */
  begin(account: string): void;
  /** Takes back what was counted: whoever knows the password starts afresh. */
  succeeded(account: string): void;
}

export interface AttemptsOptions {
  /** Failures after which an account is closed for a while. */
  readonly max: number;
  readonly windowSeconds: number;
  /** Accounts remembered; more fail a window only if as many hashes can be computed in it. @default 50_000 */
  readonly maxAccounts?: number;
  /** Milliseconds, monotone. */
  readonly now?: () => number;
}

/** Failed sign-ins by account in a sliding window, in this process. */
export const createAttempts = ({
  max,
  windowSeconds,
  maxAccounts = 50_000,
  now = () => performance.now(),
}: AttemptsOptions): Attempts => {
  const failures = new LRUCache<string, readonly number[]>({ max: maxAccounts });
  const windowMilliseconds = windowSeconds * 1000;

  return {
    begin(account) {
      const at = now();
      const recent = (failures.get(account) ?? []).filter((failure) => at - failure < windowMilliseconds);
      const [oldest] = recent;
      if (recent.length >= max && oldest !== undefined) {
        const seconds = Math.max(1, Math.ceil((oldest + windowMilliseconds - at) / 1000));
        throw new ProblemError("quota-exceeded", {
          detail: "Too many failed sign-ins for this account.",
          extensions: { "violated-policies": ["sign-in"] },
          headers: { "retry-after": String(seconds) },
        });
      }
      failures.set(account, [...recent, at]);
    },
    succeeded: (account) => void failures.delete(account),
  };
};
