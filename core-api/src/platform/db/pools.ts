import type postgres from "postgres";
import { PoolBusy } from "./errors.ts";
import type { Lanes } from "./lanes.ts";

/** The connections of one database. They never leave this folder. */
export interface Pool {
  readonly transactions: Lanes;
  readonly autocommit: postgres.Sql;
}

export interface PoolsOptions {
  readonly open: (database: string) => Pool;
  /** Most databases with a pool at the same time; with the size of a pool this caps the connections of the process. */
  readonly maxDatabases: number;
  /** A database unused for this long loses its pool. */
  readonly idleSeconds: number;
  /** How long a caller waits for a database to come free. @default 10_000 */
  readonly waitMilliseconds?: number;
}

export interface Pools {
  /** Runs `work` with the pool of `database`; the pool stays open at least as long. Throws `PoolBusy`. */
  use<T>(database: string, work: (pool: Pool) => Promise<T>): Promise<T>;
  /** Names of the databases that have a pool now, least recently used first. */
  open(): readonly string[];
  /** Ends every pool once its work is done, by force after five seconds. */
  close(): Promise<void>;
}

interface Entry {
  readonly pool: Pool;
  users: number;
  usedAt: number;
}

const endPool = async ({ transactions, autocommit }: Pool): Promise<void> => {
  await Promise.all([transactions.close(), autocommit.end({ timeout: 5 })]);
};

/** Pools by database, least recently used out first, none evicted while it works. */
export const createPools = ({ open, maxDatabases, idleSeconds, waitMilliseconds = 10_000 }: PoolsOptions): Pools => {
  const entries = new Map<string, Entry>(); // in order of use
  const waiting: (() => void)[] = [];
  let slots = 0; // pools that are open or still closing
  let closed = false;

  const evict = async (database: string, entry: Entry): Promise<void> => {
    entries.delete(database);
    try {
      await endPool(entry.pool);
    } finally {
      slots -= 1;
      waiting.shift()?.();
    }
  };

  const idle = (): [string, Entry] | undefined => {
    for (const item of entries) if (item[1].users === 0) return item;
    return undefined;
  };

  const sweep = setInterval(
    () => {
      const limit = performance.now() - idleSeconds * 1000;
      for (const [database, entry] of entries) {
        if (entry.users === 0 && entry.usedAt < limit) void evict(database, entry);
      }
    },
    Math.max(50, (idleSeconds * 1000) / 2),
  );
  sweep.unref();

  const freed = (deadline: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          waiting.splice(waiting.indexOf(wake), 1);
          reject(new PoolBusy(`all ${maxDatabases} database pools of this process are in use`));
        },
        Math.max(0, deadline - performance.now()),
      );
      waiting.push(wake);
    });

  // Counts the user in the same turn in which the entry was found: a later turn could find it evicted.
  const claim = (database: string, entry: Entry): Entry => {
    entry.users += 1;
    entries.delete(database);
    entries.set(database, entry);
    return entry;
  };

  const acquire = async (database: string): Promise<Entry> => {
    const deadline = performance.now() + waitMilliseconds;
    for (;;) {
      if (closed) throw new PoolBusy("the database connections of this process are closed");
      const entry = entries.get(database);
      if (entry !== undefined) return claim(database, entry);
      if (slots < maxDatabases) {
        const pool = open(database); // before the slot is taken: one that cannot be opened needs none
        slots += 1;
        return claim(database, { pool, users: 0, usedAt: performance.now() });
      }
      const victim = idle();
      if (victim !== undefined) await evict(...victim);
      else await freed(deadline);
    }
  };

  const release = (entry: Entry): void => {
    entry.users -= 1;
    entry.usedAt = performance.now();
    if (entry.users === 0) waiting.shift()?.();
  };

  return {
    async use(database, work) {
      const known = closed ? undefined : entries.get(database);
      const entry = known === undefined ? await acquire(database) : claim(database, known);
      try {
        return await work(entry.pool);
      } finally {
        release(entry);
      }
    },
    open: () => [...entries.keys()],
    async close() {
      closed = true;
      clearInterval(sweep);
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...entries].map(([database, entry]) => evict(database, entry)));
    },
  };
};
