import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import { ConnectionLost, PoolBusy, typedError } from "./errors.ts";

export interface LanesOptions {
  /** A client of exactly one connection, which reports when that connection closes. */
  readonly open: (onClose: () => void) => postgres.Sql;
  readonly max: number;
  /** How long a caller waits for a connection to come free. */
  readonly waitMilliseconds: number;
  /** A connection unused for this long is closed. @default 30 */
  readonly idleSeconds?: number | undefined;
  /** A connection older than this is not used again. @default 1_800 */
  readonly lifetimeSeconds?: number;
}

export interface Connection {
  readonly sql: postgres.ISql;
  /** Calls `listener` in the very moment in which the connection closes, at once where it has. */
  onLost(listener: (error: ConnectionLost) => void): void;
  /** Marks the connection as not to be used again. */
  discard(): void;
}

export interface Lanes {
  /** Runs `work` with a connection nobody else uses meanwhile. Throws `PoolBusy`, `ConnectionLost`. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Refuses new work and ends every connection once its work is done, by force after five seconds. */
  close(): Promise<void>;
}

interface Lane {
  readonly client: postgres.Sql;
  readonly openedAt: number;
  /** Reserved once, for as long as the lane lives: reserving anew for every use costs more than the use. */
  sql?: postgres.ReservedSql;
  idleTimer?: NodeJS.Timeout;
  /** Its connection is gone or not to be trusted. */
  dropped: boolean;
  listeners: ((error: ConnectionLost) => void)[];
}

/**
 * A pool of single-connection clients, each lent to one caller at a time.
 *
 * The driver's own pool is not enough for transactions: it can lose a waiting `reserve()` and hands an old error to
 * the first query after a reconnect when a connection breaks under a query. Here a broken client is thrown away.
 */
export const createLanes = (options: LanesOptions): Lanes => {
  const { open, max, waitMilliseconds, idleSeconds = 30, lifetimeSeconds = 1800 } = options;
  const lanes = new Set<Lane>();
  const idle: Lane[] = [];
  const waiting: ((lane: Lane | Error) => void)[] = [];
  let closed = false;
  let drained: (() => void) | undefined;

  const add = (): Lane => {
    const client = open(() => {
      lane.dropped = true;
      for (const tell of lane.listeners.splice(0)) tell(new ConnectionLost("the connection to the database was lost"));
      if (idle.includes(lane)) void drop(lane);
    });
    const lane: Lane = { client, openedAt: performance.now(), dropped: false, listeners: [] };
    lanes.add(lane);
    return lane;
  };

  const drop = async (lane: Lane): Promise<void> => {
    const place = idle.indexOf(lane);
    if (place >= 0) idle.splice(place, 1);
    clearTimeout(lane.idleTimer);
    lanes.delete(lane);
    // The driver would offer a lost connection to its next query; a sound one it closes only when it is released.
    if (!lane.dropped) lane.sql?.release();
    await lane.client.end({ timeout: lane.dropped ? 0 : 5 });
  };

  const wait = (): Promise<Lane> =>
    new Promise((resolve, reject) => {
      const take = (lane: Lane | Error): void => {
        clearTimeout(timer);
        if (lane instanceof Error) reject(lane);
        else resolve(lane);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(new PoolBusy(`all ${max} connections for transactions of this database are in use`));
      }, waitMilliseconds);
      waiting.push(take);
    });

  const acquire = (): Lane | Promise<Lane> => {
    if (closed) throw new PoolBusy("the database connections of this process are closed");
    const lane = idle.pop();
    clearTimeout(lane?.idleTimer);
    return lane ?? (lanes.size < max ? add() : wait());
  };

  const release = (lane: Lane): void => {
    lane.listeners = [];
    const old = performance.now() - lane.openedAt > lifetimeSeconds * 1000;
    if (closed || lane.dropped || old) {
      void drop(lane);
      if (closed) drained?.();
      else waiting.shift()?.(add());
      return;
    }
    const next = waiting.shift();
    if (next !== undefined) {
      next(lane);
    } else {
      idle.push(lane);
      lane.idleTimer = setTimeout(() => void drop(lane), idleSeconds * 1000).unref();
    }
  };

  const run = async <T>(lane: Lane, work: (connection: Connection) => Promise<T>): Promise<T> => {
    const discard = (): void => {
      lane.dropped = true;
    };
    try {
      lane.sql ??= await lane.client.reserve();
    } catch (error) {
      discard(); // the driver would go on trying
      throw error;
    }
    const onLost: Connection["onLost"] = (listener) => {
      if (lane.dropped) listener(new ConnectionLost("the connection to the database was lost"));
      else lane.listeners.push(listener);
    };
    return work({ sql: lane.sql, onLost, discard });
  };

  return {
    async use(work) {
      const lane = await acquire();
      try {
        return await run(lane, work);
      } catch (error) {
        const typed = typedError(error);
        if (typed instanceof ConnectionLost) lane.dropped = true;
        throw typed;
      } finally {
        release(lane);
      }
    },
    async close() {
      closed = true;
      for (const take of waiting.splice(0)) take(new PoolBusy("the database connections of this process are closed"));
      await Promise.all([...idle].map(drop));
      if (lanes.size === 0) return;
      await Promise.race([
        new Promise<void>((resolve) => {
          drained = () => void (lanes.size === 0 && resolve());
        }),
        pause(5000, undefined, { ref: false }),
      ]);
      for (const lane of lanes) lane.dropped = true;
      await Promise.all([...lanes].map(drop));
    },
  };
};
