import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import { ConnectionLost, PoolBusy, typedError } from "./errors.ts";

export interface LanesOptions {
  /** A client of exactly one connection, which reports when that connection closes. */
  readonly open: (onClose: () => void) => postgres.Sql;
  readonly max: number;
  readonly waitMilliseconds: number;
  /** A connection older than this is not used again. @default 1_800 */
  readonly lifetimeSeconds?: number;
}

export interface Connection {
  readonly sql: postgres.ReservedSql;
  /** Calls `listener` in the very moment in which the connection closes. */
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
  dropped: boolean;
  /** Undefined while nobody has the lane. */
  listeners: ((error: ConnectionLost) => void)[] | undefined;
}

/**
 * A pool of single-connection clients, each lent to one caller at a time.
 *
 * The driver's own pool is not enough for transactions: it can lose a waiting `reserve()` and hands an old error to
 * the first query after a reconnect when a connection breaks under a query. Here a broken client is thrown away.
 */
export const createLanes = ({ open, max, waitMilliseconds, lifetimeSeconds = 1800 }: LanesOptions): Lanes => {
  const lanes = new Set<Lane>();
  const idle: Lane[] = [];
  const waiting: ((lane: Lane | Error) => void)[] = [];
  let closed = false;
  let drained: (() => void) | undefined;

  const add = (): Lane => {
    const lane: Lane = {
      client: open(() => {
        if (lane.listeners === undefined) return; // closed while idle: the client reconnects when it is used
        lane.dropped = true;
        for (const tell of lane.listeners.splice(0))
          tell(new ConnectionLost("the connection to the database was lost"));
      }),
      openedAt: performance.now(),
      dropped: false,
      listeners: undefined,
    };
    lanes.add(lane);
    return lane;
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
    return idle.pop() ?? (lanes.size < max ? add() : wait());
  };

  const drop = async (lane: Lane, timeout: number): Promise<void> => {
    lanes.delete(lane);
    await lane.client.end({ timeout });
  };

  const release = (lane: Lane): void => {
    lane.listeners = undefined;
    const old = performance.now() - lane.openedAt > lifetimeSeconds * 1000;
    if (closed || lane.dropped || old) {
      void drop(lane, lane.dropped ? 0 : 5);
      if (closed) drained?.();
      else waiting.shift()?.(add());
      return;
    }
    const next = waiting.shift();
    if (next === undefined) idle.push(lane);
    else next(lane);
  };

  const reserve = async (lane: Lane): Promise<postgres.ReservedSql> => {
    try {
      return await lane.client.reserve();
    } catch (error) {
      lane.dropped = true; // the driver would go on trying
      throw error;
    }
  };

  return {
    async use(work) {
      const lane = await acquire();
      try {
        const sql = await reserve(lane);
        const listeners: ((error: ConnectionLost) => void)[] = [];
        lane.listeners = listeners;
        try {
          return await work({
            sql,
            onLost: (listener) => void listeners.push(listener),
            discard: () => {
              lane.dropped = true;
            },
          });
        } finally {
          // The driver would offer a lost connection to the next caller.
          if (!lane.dropped) sql.release();
        }
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
      await Promise.all(idle.splice(0).map((lane) => drop(lane, 5)));
      if (lanes.size === 0) return;
      await Promise.race([
        new Promise<void>((resolve) => {
          drained = () => void (lanes.size === 0 && resolve());
        }),
        pause(5000, undefined, { ref: false }),
      ]);
      await Promise.all([...lanes].map((lane) => drop(lane, 0)));
    },
  };
};
