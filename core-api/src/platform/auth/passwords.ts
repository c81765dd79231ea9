import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Product } from "@bailiwick/contract/product";
import { hash, verify } from "@node-rs/bcrypt";
import { ProblemError } from "../http/problem-error.ts";
import { Crowded, createSemaphore } from "./semaphore.ts";

/** bcrypt reads no more of a password. */
export const maxPasswordBytes = 72;

export interface Passwords {
  /** A bcrypt hash of a password that `tooLong` and the profile's least length have let through. */
  hash(password: string): Promise<string>;
  /**
   * True when `password` belongs to `stored`. Takes as long without a hash to compare with, so that nobody learns from
   * the clock which users exist.
   */
  verify(password: string, stored: string | null | undefined): Promise<boolean>;
  /** Hashes at work and in line. */
  readonly load: { readonly active: number; readonly waiting: number };
}

export interface PasswordsOptions {
  readonly policy: Product["passwords"];
  /** Hashes at the same time. @default cores, but two threads of libuv's pool stay free for everything else */
  readonly concurrency?: number;
  /** @default 16 for each hash at work: some five seconds */
  readonly maxWaiting?: number;
}

/** True for a password of which bcrypt would ignore the end. */
export const isTooLong = (password: string): boolean => Buffer.byteLength(password) > maxPasswordBytes;

/**
 * Password hashing with its own small share of the machine: a burst of sign-ins must not take every thread of libuv's
 * pool from the rest of the process. Both functions throw `reduced-capacity` when too many wait already.
 */
export const createPasswords = ({ policy, ...options }: PasswordsOptions): Passwords => {
  const limit = options.concurrency ?? defaultConcurrency();
  const semaphore = createSemaphore({ limit, maxWaiting: options.maxWaiting ?? 16 * limit });
  const cost = { cost: policy.bcryptCost, rejectLongPasswords: true };
  // Nobody knows its password. Made at start, so that the first unknown user is no slower than the second.
  const nobody = semaphore.run(() => hash(randomBytes(18).toString("base64url"), cost));

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await semaphore.run(work);
    } catch (error) {
      if (!(error instanceof Crowded)) throw error;
      throw new ProblemError("reduced-capacity", { headers: { "retry-after": "5" } });
    }
  };

  return {
    hash: (password) => guarded(() => hash(password, cost)),
    async verify(password, stored) {
      const expected = stored ?? (await nobody);
      // Cut by bytes as bcrypt would: a long password costs the same time and is refused all the same.
      const matches = await guarded(() => verify(Buffer.from(password).subarray(0, maxPasswordBytes), expected));
      return matches && stored != null && !isTooLong(password);
    },
    get load() {
      return { active: semaphore.active, waiting: semaphore.waiting };
    },
  };
};

const defaultConcurrency = (): number => {
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  return Math.max(1, Math.min(availableParallelism(), threads - 2));
};
