import type postgres from "postgres";
import { describe, expect, test, vi } from "vitest";
import { PoolBusy } from "./errors.ts";
import { createPools, type Pool, type Pools } from "./pools.ts";

interface Counted {
  readonly pools: Pools;
  /** Databases in the order in which their pools were opened and ended. */
  readonly opened: string[];
  readonly ended: string[];
  /** Most pools that were open or closing at the same moment. */
  peak(): number;
}

const counted = (options: { maxDatabases: number; waitMilliseconds?: number; idleSeconds?: number }): Counted => {
  const opened: string[] = [];
  const ended: string[] = [];
  let live = 0;
  let peak = 0;
  const open = (database: string): Pool => {
    if (database === "gone") throw new TypeError("no such server");
    opened.push(database);
    live += 1;
    peak = Math.max(peak, live);
    const end = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      live -= 1;
      ended.push(database);
    };
    const autocommit = { end: async () => undefined } as Partial<postgres.Sql> as postgres.Sql;
    return { autocommit, transactions: { use: () => Promise.reject(new Error("not used")), close: end } };
  };
  return { pools: createPools({ open, idleSeconds: 60, ...options }), opened, ended, peak: () => peak };
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("pools", () => {
  test("a database keeps its pool while there is room", async () => {
    const { pools, opened } = counted({ maxDatabases: 2 });
    for (const name of ["a", "b", "a", "b"]) await pools.use(name, async () => undefined);
    expect(opened).toEqual(["a", "b"]);
    await pools.close();
  });

  test("the least recently used one goes first, and is gone before another opens", async () => {
    const { pools, opened, ended, peak } = counted({ maxDatabases: 2 });
    for (const name of ["a", "b", "a", "c", "a"]) await pools.use(name, async () => undefined);
    expect(opened).toEqual(["a", "b", "c"]);
    expect(ended).toEqual(["b"]);
    expect(peak()).toBe(2);
    await pools.close();
  });

  test("one that works is never closed: the caller waits for it", async () => {
    const { pools, ended } = counted({ maxDatabases: 1 });
    const order: string[] = [];
    const first = pools.use("a", async () => {
      await pause(30);
      order.push("a done", ...ended);
    });
    const second = pools.use("b", async () => void order.push("b"));
    await Promise.all([first, second]);
    expect(order).toEqual(["a done", "b"]);
    await pools.close();
  });

  test("who waits too long is told so, and takes no place", async () => {
    const { pools } = counted({ maxDatabases: 1, waitMilliseconds: 20 });
    const { promise, resolve: finish } = Promise.withResolvers<void>();
    const long = pools.use("a", () => promise);
    await expect(pools.use("b", async () => undefined)).rejects.toBeInstanceOf(PoolBusy);
    finish();
    await long;
    await expect(pools.use("b", async () => "b")).resolves.toBe("b");
    await pools.close();
  });

  test("hundreds of callers over ten databases never hold more than three", async () => {
    const { pools, peak } = counted({ maxDatabases: 3 });
    const done = await Promise.all(
      Array.from({ length: 300 }, (_, i) => pools.use(`d${(i * 7) % 10}`, () => pause(i % 3).then(() => i))),
    );
    expect(done).toHaveLength(300);
    expect(peak()).toBeLessThanOrEqual(3);
    await pools.close();
  });

  test("an idle database loses its pool", async () => {
    vi.useFakeTimers();
    try {
      const { pools } = counted({ maxDatabases: 3, idleSeconds: 10 });
      await pools.use("a", async () => undefined);
      expect(pools.open()).toEqual(["a"]);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(pools.open()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a database that cannot be opened takes no place", async () => {
    const { pools } = counted({ maxDatabases: 1, waitMilliseconds: 50 });
    await expect(pools.use("gone", async () => undefined)).rejects.toThrow("no such server");
    await pools.use("a", async () => undefined);
    await pools.close();
  });

  test("an error of the work gives the pool back", async () => {
    const { pools } = counted({ maxDatabases: 1, waitMilliseconds: 20 });
    await expect(pools.use("a", () => Promise.reject(new RangeError("no")))).rejects.toBeInstanceOf(RangeError);
    await expect(pools.use("b", async () => 1)).resolves.toBe(1);
    await pools.close();
  });
});
