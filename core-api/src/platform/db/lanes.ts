import type postgres from "postgres";
import type { Sql } from "./client.ts";
import { ConnectionLost, PoolBusy, typedError } from "./errors.ts";

export interface LanesOptions {
  /** A client of exactly one connection, which reports when that connection closes. */
  readonly open: (onClose: () => void) => Sql;
  readonly max: number;
  readonly waitMilliseconds: number;
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
  close(): Promise<void>;
}

interface Lane {
  readonly client: Sql;
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
export const createLanes = ({ open, max, waitMilliseconds }: LanesOptions): Lanes => {
  const lanes = new Set<Lane>();
  const idle: Lane[] = [];
  const waiting: ((lane: Lane | Error) => void)[] = [];
  let closed = false;

  const add = (): Lane => {
    const lane: Lane = {
      client: open(() => {
        if (lane.listeners === undefined) return; // closed while idle: the client reconnects when it is used
        lane.dropped = true;
        for (const tell of lane.listeners.splice(0))
          tell(new ConnectionLost("the connection to the database was lost"));
      }),
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

  const release = (lane: Lane): void => {
    lane.listeners = undefined;
    if (lane.dropped || closed) {
      lanes.delete(lane);
      void lane.client.end({ timeout: 0 });
      if (!closed) waiting.shift()?.(add());
      return;
    }
    const next = waiting.shift();
    if (next === undefined) idle.push(lane);
    else next(lane);
  };

  return {
    async use(work) {
      const lane = await acquire();
      try {
        const sql = await lane.client.reserve();
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
      await Promise.all([...lanes].map(({ client }) => client.end({ timeout: 5 })));
    },
  };
};
