import type postgres from "postgres";
import { ScopeEnded } from "./errors.ts";

/** The two members of a postgres.js query that decide where it is sent and how it fails. */
interface Sendable {
  handler: (query: Sendable) => unknown;
  reject: (reason: unknown) => void;
}

const isSendable = (value: unknown): value is Sendable =>
  value instanceof Promise && "handler" in value && typeof value.handler === "function" && "reject" in value;

type Callable = (...args: unknown[]) => unknown;
const isCallable = (value: unknown): value is Callable => typeof value === "function";

export interface Lease {
  /** From now on no query made through the borrowed client is sent; each rejects with `ScopeEnded`. */
  end(): void;
}

/**
 * Lends a transaction's client until the lease ends.
 *
 * A query that starts late (not awaited, or after its connection broke) would run on a connection that may by
 * then serve another organisation's transaction, or on none, which crashes the process. The check sits where the
 * query is sent and not where it is made, because postgres.js queries start when they are awaited.
 */
export const lend = <S extends postgres.Sql | postgres.TransactionSql>(sql: S): { sql: S; lease: Lease } => {
  let ended = false;

  const hold = (made: unknown): unknown => {
    if (isSendable(made)) {
      const send = made.handler;
      made.handler = (query) =>
        ended ? query.reject(new ScopeEnded("the transaction of this query has ended")) : send(query);
    }
    return made;
  };

  const wrap = <C extends object>(client: C): C =>
    new Proxy(client, {
      apply: (target, self, args) => hold(isCallable(target) ? Reflect.apply(target, self, args) : undefined),
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (!isCallable(value)) return value;
        if (key === "unsafe" || key === "file") return (...args: unknown[]) => hold(Reflect.apply(value, target, args));
        if (key === "savepoint") return (...args: unknown[]) => Reflect.apply(value, target, args.map(wrapCallback));
        return value;
      },
    });

  const wrapCallback = (argument: unknown): unknown =>
    isCallable(argument) ? (inner: object) => argument(wrap(inner)) : argument;

  const end = (): void => {
    ended = true;
  };
  return { sql: wrap(sql), lease: { end } };
};
