import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { certificatesIn, daysLeft } from "./days-left.ts";

export interface WatchOptions {
  /** PEM: what the process listens with, then those that lead to its authority. */
  readonly certificate: string;
  readonly log: Pick<Log, "warn">;
  readonly metrics: Pick<Metrics, "gauge">;
}

/** Alarms look for these very words. */
export const certificateEndsSoon = "a certificate inside the region ends soon";

/** A process reads its certificate when it starts, so a new start within this time is what is asked for. */
const leafDays = 90;
/** An authority is replaced in steps, with a release of every process in between. */
const authorityDays = 365;
const hourMs = 3_600_000;

/**
 * Tells hourly when what this process listens with, or the authority that it leads to, is near its end: it was read at the
 * start, and nobody else sees it. Answers what ends the watch.
 */
export const watchCertificates = ({ certificate, log, metrics }: WatchOptions): (() => void) => {
  const [leaf, ...authorities] = certificatesIn(certificate);
  if (leaf === undefined) return () => undefined;
  metrics.gauge("bailiwick_certificate_days_left", "Days until the certificate of this process ends", () =>
    daysLeft(leaf),
  );
  const look = (): void => {
    const days = daysLeft(leaf);
    if (days < leafDays) log.warn({ days, reason: "restart this process: its own" }, certificateEndsSoon);
    for (const authority of authorities) {
      const years = daysLeft(authority);
      if (years < authorityDays) log.warn({ days: years, reason: "replace it: the authority" }, certificateEndsSoon);
    }
  };
  look();
  const timer = setInterval(look, hourMs);
  timer.unref();
  return () => clearInterval(timer);
};
