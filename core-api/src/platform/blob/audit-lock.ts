import { ConfigError } from "../environment.ts";
import { StartFailure } from "../start-failure.ts";
import type { WormLock, WormStore } from "./worm.ts";

/**
 * Reads the lock that every object of the audit bucket gets, and answers it when it is at least `atLeast`. Throws
 * `ConfigError` when it is weaker: what is written without a lock can be taken back, and nobody would notice. Throws
 * `StartFailure` when it cannot be read.
 */
export const verifyAuditLock = async (
  worm: Pick<WormStore, "lock">,
  { bucket, atLeast }: { readonly bucket: string; readonly atLeast: WormLock },
): Promise<WormLock> => {
  const lock = await worm.lock().catch((error: unknown) => {
    const code = error instanceof Error ? error.name : "unknown error";
    throw new StartFailure(`The lock of the audit bucket ${bucket} cannot be read (${code}).`);
  });
  const wanted = `${atLeast.mode} for ${atLeast.days} days`;
  if (lock === undefined) {
    throw new ConfigError([`The audit bucket ${bucket} locks nothing, but must lock with ${wanted}.`]);
  }
  const modeHolds = lock.mode === "COMPLIANCE" || lock.mode === atLeast.mode;
  if (modeHolds && lock.days >= atLeast.days) return lock;
  throw new ConfigError([
    `The audit bucket ${bucket} locks with ${lock.mode} for ${lock.days} days, but must lock with ${wanted}.`,
  ]);
};
