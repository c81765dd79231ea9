import type { TaskName } from "./policies/role-facts.ts";

/** A record of the log that somebody is told of. */
export interface LogAlarmRule {
  readonly part: string;
  /** What it means and what to do. */
  readonly says: string;
  /** Whose logs it may turn up in. */
  readonly tasks: readonly TaskName[];
  /** `msg` of the record, as the core API writes it. */
  readonly message: string;
  readonly everySeconds: number;
  /** In `bad` of the last `of` periods. */
  readonly bad: number;
  readonly of: number;
}

export const logAlarms: readonly LogAlarmRule[] = [
  {
    part: "region-key-failed",
    says: "KMS throttles, refuses or does not answer for the key of the region, so tenants' keys cannot be opened. The records say why (reason): throttled asks for a higher quota, denied and disabled for a look at the key's policy and state in CloudTrail.",
    tasks: ["api", "worker"],
    message: "the key of the region failed",
    // A process tells each reason once a minute while it lasts.
    everySeconds: 60,
    bad: 2,
    of: 5,
  },
  {
    part: "certificate-ends",
    says: "Deploy again: the core API listens with a certificate that ends within three months, or its authority ends within a year; the record says which (reason, days). See the runbook of certificates.",
    tasks: ["api"],
    message: "a certificate inside the region ends soon",
    // Told every hour.
    everySeconds: 3_600,
    bad: 1,
    of: 3,
  },
];
