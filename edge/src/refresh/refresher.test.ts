import { describe, expect, it } from "vitest";
import { both, createRefresher } from "./refresher.ts";

/** A clock and a task whose runs a test ends when it likes. */
const stage = (everyMs = 5000) => {
  let now = 1_000_000;
  const runs: ((good: boolean) => void)[] = [];
  const task = { everyMs, run: () => new Promise<boolean>((resolve) => runs.push(resolve)) };
  const kept: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void kept.push(work);
  const refresher = createRefresher({ tasks: [task], now: () => now, patienceMs: 50 });
  const end = async (good = true) => {
    runs.at(-1)?.(good);
    await kept.at(-1);
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return {
    refresher,
    runs,
    waitUntil,
    end,
    pass,
    keep: () => refresher.keep(waitUntil),
    force: () => refresher.force(waitUntil),
  };
};

describe("createRefresher", () => {
  it("knows how old what it holds may be: as old as the start of the run that fetched it", async () => {
    const { refresher, keep, force, end, pass } = stage();
    expect(refresher.newerThan(1_000_000)).toBe(false);
    keep();
    pass(700);
    await end();
    expect([refresher.newerThan(699), refresher.newerThan(700)]).toEqual([false, true]);
    pass(1000);
    const forced = force();
    await end(false);
    await forced;
    expect([refresher.newerThan(1699), refresher.newerThan(1700)]).toEqual([false, true]);
  });

  it("has a new isolate's first callers wait for one run together", async () => {
    const { keep, runs, end } = stage();
    const [first, second] = [keep(), keep()];
    expect(first).toBeInstanceOf(Promise);
    expect(second).toBeInstanceOf(Promise);
    expect(runs.length).toBe(1);
    await end();
    await Promise.all([first, second]);
    expect(keep()).toBeUndefined();
  });

  it("has nobody wait longer than a moment", async () => {
    const { keep } = stage();
    const started = Date.now();
    await keep();
    expect(Date.now() - started).toBeLessThan(1000);
  });

  it("refreshes in the background when it is time", async () => {
    const { keep, runs, end, pass } = stage();
    keep();
    await end();
    pass(4999);
    expect(keep()).toBeUndefined();
    expect(runs.length).toBe(1);
    pass(1);
    expect(keep()).toBeUndefined();
    expect(keep()).toBeUndefined();
    expect(runs.length).toBe(2);
  });

  it("tries a source that failed again soon, then less and less often, and has nobody wait for it", async () => {
    const { keep, runs, end, pass } = stage(60_000);
    keep();
    await end(false);
    expect(keep()).toBeUndefined();
    for (const delay of [1000, 2000, 4000]) {
      pass(delay - 1);
      keep();
      const before = runs.length;
      pass(1);
      expect(keep()).toBeUndefined();
      expect(runs.length).toBe(before + 1);
      await end(false);
    }
  });

  it("has callers wait again after a long silence", async () => {
    const { keep, end, pass } = stage();
    keep();
    await end();
    pass(180_000);
    expect(keep()).toBeInstanceOf(Promise);
  });

  it("gives up on a run whose request was torn down", async () => {
    const { keep, runs, pass } = stage();
    keep();
    pass(10_001);
    keep();
    expect(runs.length).toBe(2);
  });

  it("is forced once a second for everybody together", async () => {
    const { keep, force, runs, end, pass } = stage();
    keep();
    await end();
    const first = force();
    const second = force();
    expect(runs.length).toBe(2);
    await end();
    await Promise.all([first, second]);
    await force();
    expect(runs.length).toBe(2);
    pass(1000);
    const third = force();
    expect(runs.length).toBe(3);
    await end();
    await third;
  });

  it("does nothing without tasks", async () => {
    const refresher = createRefresher({ tasks: [] });
    expect(refresher.keep(() => {})).toBeUndefined();
    await refresher.force(() => {});
  });

  it("joins two", async () => {
    const [one, other] = [stage(), stage()];
    const joined = both(one.refresher, other.refresher);
    const waiting = joined.keep(one.waitUntil);
    expect(waiting).toBeInstanceOf(Promise);
    await waiting;
    expect([one.runs.length, other.runs.length]).toEqual([1, 1]);
    expect(both(createRefresher({ tasks: [] }), createRefresher({ tasks: [] })).keep(() => {})).toBeUndefined();
  });
});
