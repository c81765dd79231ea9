/** Something held in memory that grows old. */
export interface RefreshTask {
  readonly everyMs: number;
  /** Fetches the newest. False when it could not; it reports that itself, keeps what is held and never throws. */
  run(): Promise<boolean>;
}

type WaitUntil = (work: Promise<unknown>) => void;

export interface Refresher {
  /**
   * Starts what is due in the background. Returns a promise, which resolves after `patienceMs` at the latest, only when
   * something was not even tried lately: the isolate is new, or nobody asked for `coldMs`. A source that fails is tried
   * again soon, but nobody waits for it.
   */
  keep(waitUntil: WaitUntil): Promise<void> | undefined;
  /** Fetches everything now, at most once a second for all callers together. Resolves after `patienceMs` at the latest. */
  force(waitUntil: WaitUntil): Promise<void>;
  /** True when all that is held was fetched, and found good, by runs that began at most so many milliseconds ago. */
  newerThan(milliseconds: number): boolean;
}

export interface RefresherOptions {
  readonly tasks: readonly RefreshTask[];
  /** @default Date.now */
  readonly now?: () => number;
  /** @default 180000 */
  readonly coldMs?: number;
  /** @default 1000 */
  readonly patienceMs?: number;
}

/** A run whose request was torn down never ends; after this time it no longer holds others up. */
const lostAfterMs = 10_000;
const forcedEveryMs = 1000;
const firstRetryMs = 500;

interface Kept {
  readonly task: RefreshTask;
  dueAt: number;
  failures: number;
  /** When a run last ended, well or not. */
  triedAt: number;
  /** When the last run that ended well began. */
  goodSince: number;
  run: { readonly since: number; readonly done: Promise<void> } | undefined;
}

export const createRefresher = ({
  tasks,
  now = Date.now,
  coldMs = 180_000,
  patienceMs = 1000,
}: RefresherOptions): Refresher => {
  const all = tasks.map(
    (task): Kept => ({
      task,
      dueAt: 0,
      failures: 0,
      triedAt: -coldMs,
      goodSince: Number.NEGATIVE_INFINITY,
      run: undefined,
    }),
  );
  let nextDue = tasks.length === 0 ? Number.POSITIVE_INFINITY : 0;
  let forcedAt = Number.NEGATIVE_INFINITY;

  /** Single flight: who comes while a run goes on waits for that one. */
  const start = (kept: Kept, at: number): Promise<void> => {
    if (kept.run !== undefined && at - kept.run.since < lostAfterMs) return kept.run.done;
    kept.dueAt = at + kept.task.everyMs;
    const done = kept.task.run().then((good) => {
      kept.failures = good ? 0 : kept.failures + 1;
      if (good) kept.goodSince = Math.max(kept.goodSince, at);
      kept.triedAt = now();
      if (!good) kept.dueAt = kept.triedAt + Math.min(kept.task.everyMs, firstRetryMs * 2 ** kept.failures);
      if (kept.run?.done === done) kept.run = undefined;
      settleNextDue();
    });
    kept.run = { since: at, done };
    return done;
  };
  const settleNextDue = (): void => {
    nextDue = Math.min(...all.map(({ dueAt }) => dueAt));
  };

  return {
    keep(waitUntil) {
      const at = now();
      if (at < nextDue) return undefined;
      const awaited: Promise<void>[] = [];
      for (const kept of all) {
        const cold = at - kept.triedAt >= coldMs;
        if (at < kept.dueAt && !cold) continue;
        const done = start(kept, at);
        waitUntil(done);
        if (cold) awaited.push(done);
      }
      // While something is cold, callers keep coming here, to wait for the run that is under way.
      if (awaited.length === 0) settleNextDue();
      return awaited.length === 0 ? undefined : patiently(awaited, patienceMs);
    },
    async force(waitUntil) {
      const at = now();
      const running = all.flatMap(({ run }) => (run === undefined ? [] : [run.done]));
      const awaited = at - forcedAt < forcedEveryMs ? running : all.map((kept) => start(kept, at));
      if (awaited !== running) {
        forcedAt = at;
        for (const done of awaited) waitUntil(done);
        settleNextDue();
      }
      if (awaited.length > 0) await patiently(awaited, patienceMs);
    },
    newerThan(milliseconds) {
      const oldest = now() - milliseconds;
      return all.every(({ goodSince }) => goodSince >= oldest);
    },
  };
};

/** Two refreshers as one. */
export const both = (first: Refresher, second: Refresher): Refresher => ({
  keep(waitUntil) {
    const [one, other] = [first.keep(waitUntil), second.keep(waitUntil)];
    return one === undefined || other === undefined ? (one ?? other) : Promise.all([one, other]).then(() => {});
  },
  force: async (waitUntil) => void (await Promise.all([first.force(waitUntil), second.force(waitUntil)])),
  newerThan: (milliseconds) => first.newerThan(milliseconds) && second.newerThan(milliseconds),
});

const patiently = async (work: readonly Promise<void>[], milliseconds: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([Promise.all(work), promise]);
  clearTimeout(timer);
};
