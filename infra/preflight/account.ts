import type { Simulation } from "../aws/deployer/simulation.ts";

/** What a preflight asks an account. Every answer may be missing: the caller is not allowed to know everything. */
export interface Account {
  /** Number of the account that the credentials belong to. */
  callerAccount(): Promise<string>;
  /** What the account has of a quota now; `undefined` where it cannot be learnt. */
  quota(service: string, code: string): Promise<number | undefined>;
  /** Whether a bucket of this name is somebody else's, or there already; `undefined` where it cannot be learnt. */
  bucketTaken(name: string): Promise<boolean | undefined>;
  /** Which of the actions of such requests the caller's policies do not allow; `undefined` where it cannot be learnt. */
  refused(requests: readonly Simulation[]): Promise<readonly string[] | undefined>;
}
