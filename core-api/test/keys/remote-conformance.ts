import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type KeyService,
  KeyServiceUnanswered,
  KeyUnavailable,
  type KeyUnavailableReason,
  type UnansweredReason,
} from "../../src/platform/keys/index.ts";

/** Ways in which a service that is asked over a network fails. */
export type RemoteFault = Exclude<UnansweredReason, "unreachable"> | "reset" | "garbled" | KeyUnavailableReason;

export interface RemoteKeyServiceSubject {
  /** A service whose tries are short, so that a test is. */
  open(): KeyService;
  /**
   * Lets calls fail until `end`, at most `times` of them, and counts those. Answers `undefined` for a way in which this service
   * cannot fail.
   */
  fail(fault: RemoteFault, times?: number): { count(): number; end(): void } | undefined;
  /** Most tries of one call. */
  readonly attempts: number;
  /** Longest time of one call with all its tries. */
  readonly callMilliseconds: number;
}

const unanswered = {
  throttled: "throttled",
  timeout: "timeout",
  reset: "unreachable",
  fault: "fault",
  garbled: "fault",
  credentials: "credentials",
} as const satisfies Partial<Record<RemoteFault, UnansweredReason>>;

const verdicts = ["changed", "other-key", "disabled", "pending-deletion", "gone", "denied"] as const;

/** What a key service that is asked over a network has to do when it is not answered, or is refused. */
export const describeRemoteKeyService = (name: string, subject: RemoteKeyServiceSubject): void => {
  const { open, fail, attempts, callMilliseconds } = subject;
  const plain = new Uint8Array(randomBytes(32));

  /** Runs `use` while calls fail so; nothing to run where they cannot. */
  const during = async (fault: RemoteFault, times: number | undefined, use: (count: () => number) => Promise<void>) => {
    const failing = fail(fault, times);
    if (failing === undefined) return;
    try {
      await use(failing.count);
    } finally {
      failing.end();
    }
  };

  describe(name, () => {
    test.each(
      Object.entries(unanswered) as [keyof typeof unanswered, UnansweredReason][],
    )("%s is no verdict on the key, comes in time, and is over when it is over", async (fault, reason) => {
      const service = open();
      const wrapped = await service.wrap(plain, "c");
      await during(fault, undefined, async (count) => {
        const began = performance.now();
        const error = await service.unwrap(wrapped, "c").catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(KeyServiceUnanswered);
        expect(error).toMatchObject({ reason });
        expect(performance.now() - began).toBeLessThan(callMilliseconds + 1500);
        expect(count()).toBeLessThanOrEqual(fault === "credentials" ? attempts + 1 : attempts);
        await expect(service.wrap(plain, "c")).rejects.toThrow(KeyServiceUnanswered);
      });
      expect(await service.unwrap(wrapped, "c")).toEqual(plain);
    });

    test.each([
      "throttled",
      "reset",
      "fault",
      "credentials",
    ] as const)("one call that is %s is tried again", async (fault) => {
      const service = open();
      const wrapped = await service.wrap(plain, "c");
      await during(fault, 1, async (count) => {
        expect(await service.unwrap(wrapped, "c")).toEqual(plain);
        expect(count()).toBe(1);
      });
    });

    test.each(verdicts)("%s is the reason that is given, at the first answer", async (reason) => {
      const service = open();
      const wrapped = await service.wrap(plain, "c");
      await during(reason, undefined, async (count) => {
        const error = await service.unwrap(wrapped, "c").catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(KeyUnavailable);
        expect(error).toMatchObject({ reason });
        expect(count()).toBe(1);
      });
    });

    test("many calls at once share what is throttled, and all of them end", async () => {
      const service = open();
      const wrapped = await service.wrap(plain, "c");
      await during("throttled", 10, async () => {
        const results = await Promise.allSettled(Array.from({ length: 30 }, () => service.unwrap(wrapped, "c")));
        for (const result of results) {
          if (result.status === "fulfilled") expect(result.value).toEqual(plain);
          else expect(result.reason).toBeInstanceOf(KeyServiceUnanswered);
        }
        expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
      });
    });
  });
};
