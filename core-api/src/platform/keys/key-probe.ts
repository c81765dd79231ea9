import { StartFailure } from "../start-failure.ts";

export interface KeyProbeOptions {
  /** `assertKeyMatchesData`. */
  readonly ask: () => Promise<void>;
  /** How long one answer counts. @default 15 */
  readonly everySeconds?: number;
  /** How long the last good answer counts while the service gives none: as long as unwrapped keys are kept. */
  readonly graceSeconds: number;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

/**
 * Whether the key service works, for whoever asks often: it is asked seldom and while nobody waits. A service that does not
 * answer has said nothing about the key, and requests of tenants whose keys are unwrapped go on; taking the region out of
 * service for that would end them. One that refuses counts at once.
 */
export const createKeyProbe = ({
  ask,
  everySeconds = 15,
  graceSeconds,
  now = () => performance.now(),
}: KeyProbeOptions) => {
  let good: number | undefined;
  let refusal: unknown;
  let asking: Promise<void> | undefined;

  const refresh = (): Promise<void> => {
    asking ??= ask()
      .then(
        () => {
          good = now();
          refusal = undefined;
        },
        (error: unknown) => {
          if (!(error instanceof StartFailure)) refusal = error;
          throw error;
        },
      )
      .finally(() => {
        asking = undefined;
      });
    asking.catch(() => undefined); // whoever awaits it is told
    return asking;
  };

  return async function probe(): Promise<void> {
    const age = good === undefined ? Number.POSITIVE_INFINITY : (now() - good) / 1000;
    if (refusal !== undefined || age > Math.max(everySeconds, graceSeconds)) return refresh();
    if (age > everySeconds) void refresh();
  };
};
