import type postgres from "postgres";
import { ScopeEnded } from "./errors.ts";

/** The two members of a postgres.js query that decide where it is sent and how it fails. */
interface Sendable extends Promise<unknown> {
  handler: (query: Sendable) => unknown;
  reject: (reason: unknown) => void;
}

const isSendable = (value: unknown): value is Sendable =>
  value instanceof Promise && "handler" in value && typeof value.handler === "function" && "reject" in value;

type Callable = (...args: unknown[]) => unknown;
const isCallable = (value: unknown): value is Callable => typeof value === "function";

export interface Borrowed<Extras> {
  /** The client to hand out. */
  readonly sql: postgres.ISql & Extras;
  /** The first error of any of its queries, awaited or not. */
  failure(): unknown;
  /** From now on no query of this client is sent. Those on the way are rejected too when a reason is given. */
  end(reason?: Error): void;
}

/** The driver would send it on another connection, and wait for the borrowed one for ever. */
const notify = (): never => {
  throw new TypeError("on a borrowed connection, notify with select pg_notify(…)");
};

/**
 * Lends a connection's client until `end`, with further members where the caller wants some.
 *
 * A query that starts late (not awaited, or after its connection broke) would run on a connection that may by then
 * serve another organisation's transaction, or on none, which crashes the process. The check sits where the query
 * is sent and not where it is made, because postgres.js queries start when they are awaited.
 */
export const lend = <Extras extends object>(client: postgres.ISql, extras: Extras): Borrowed<Extras> => {
  const onTheWay = new Set<Sendable>();
  let ended: Error | undefined;
  let failed: { readonly error: unknown } | undefined;

  const settle = (query: Sendable): void => {
    onTheWay.add(query);
    query.then(
      () => onTheWay.delete(query),
      (error: unknown) => {
        onTheWay.delete(query);
        failed ??= { error };
      },
    );
  };

  const hold = (made: unknown): unknown => {
    if (!isSendable(made)) return made;
    const send = made.handler;
    made.handler = (query) => {
      if (ended !== undefined) return query.reject(ended);
      settle(query);
      return send(query);
    };
    return made;
  };

  const members = { notify, ...extras };
  const sql = new Proxy(client, {
    apply: (target, self, args) => hold(isCallable(target) ? Reflect.apply(target, self, args) : undefined),
    get(target, key) {
      if (key in members) return Reflect.get(members, key);
      const value: unknown = Reflect.get(target, key);
      const sends = (key === "unsafe" || key === "file") && isCallable(value);
      return sends ? (...args: unknown[]) => hold(Reflect.apply(value, target, args)) : value;
    },
  });

  return {
    sql: sql as postgres.ISql & Extras, // the handler answers for the extras
    failure: () => failed?.error,
    end(reason) {
      ended ??= reason ?? new ScopeEnded("the transaction of this query has ended");
      if (reason !== undefined) for (const query of onTheWay) query.reject(reason);
    },
  };
};
