import type postgres from "postgres";
import { openClient } from "./client.ts";
import { type CopyOut, createCopyOut } from "./copy-out.ts";
import { OrgUnset, typedError } from "./errors.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import type { Password } from "./login.ts";
import { runPipeline, type Statements } from "./pipeline.ts";
import { createPools } from "./pools.ts";
import { createSafeClient, type Sql } from "./safe-client.ts";
import { type OrgScope, requireScope, setScope } from "./scope.ts";
import { catalogName } from "./server-address.ts";
import { type DatabaseServers, parseLocation, tenantServerUrl } from "./servers.ts";
import { runTransaction, type Tx } from "./transaction.ts";

/** An argument of a one-statement function. jsonb parameters are declared as text in SQL: pass the JSON text. */
export type CallArgument = string | number | boolean | null | Uint8Array;

export interface Database {
  /**
   * The general form: a transaction under one org, committed when `work` resolves. `tx` is dead afterwards.
   * Never wait for anything but the database inside: no network, key service, hashing.
   * Throws `OrgUnset` before anything is sent, `ConnectionLost`, `StatementTimeout`, `PoolBusy`, or what `work` throws.
   */
  withOrg<T>(scope: OrgScope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The fast form: one autocommit statement, `select * from app.<fn>(org, user, ...args)`, whose function sets the
   * scope itself. Answers its rows.
   */
  call<Row extends object = postgres.Row>(
    scope: OrgScope,
    fn: string,
    args?: readonly CallArgument[],
  ): Promise<readonly Row[]>;
  /** Statements that do not depend on each other's answers: one transaction in one round trip. Rows of each, in order. */
  pipeline(scope: OrgScope, statements: Statements): Promise<readonly (readonly postgres.Row[])[]>;
  /** Streams the output of `copy (<select>) to stdout` under one org, on a connection of its own. */
  copyOut: CopyOut;
  /** The catalog, as role app: only its functions may be called. Autocommit. */
  readonly catalog: Sql;
  /** Ends every connection once its work is done, by force after five seconds. */
  close(): Promise<void>;
}

export interface DatabaseOptions extends DatabaseServers {
  /** Of `bailiwick_app`, on every server. */
  readonly password: Password;
  /** Most connections of this process over all databases. @default 60 */
  readonly maxConnections?: number;
  /** Connections for transactions per database. @default 4 */
  readonly transactionsPerDatabase?: number;
  /** Connections for single statements per database. @default 4 */
  readonly statementsPerDatabase?: number;
  /** A database unused for this long loses its connections. @default 30 */
  readonly idleSeconds?: number;
  /** How long a caller waits for a connection to come free. @default 10_000 */
  readonly waitMilliseconds?: number;
  /** @default 10_000 */
  readonly statementTimeoutMilliseconds?: number;
  readonly idleInTransactionMilliseconds?: number;
}

interface Address {
  readonly url: string;
  readonly database: string;
}

const functionName = /^[a-z][a-z0-9_]*$/;
const catalogConnections = 2;

/** Connections of role `bailiwick_app`, the only way of the API to a tenant's rows. Nothing is opened before first use. */
export const connectDatabase = (options: DatabaseOptions): Database => {
  const transactionsPerDatabase = options.transactionsPerDatabase ?? 4;
  const statementsPerDatabase = options.statementsPerDatabase ?? 4;
  const perDatabase = transactionsPerDatabase + statementsPerDatabase;
  const spare = (options.maxConnections ?? 60) - 2 * catalogConnections;
  const catalogDatabase = catalogName(options.url);

  const waitMilliseconds = options.waitMilliseconds ?? 10_000;
  const callMilliseconds = (options.statementTimeoutMilliseconds ?? 10_000) + 1_000;

  const client = ({ url, database }: Address, max: number, onClose?: () => void): postgres.Sql =>
    openClient({ ...options, url, database, max, onClose, user: "bailiwick_app", applicationName: "bailiwick-app" });

  const lanes = (address: Address, max: number): Lanes =>
    createLanes({
      open: (onClose) => client(address, 1, onClose),
      max,
      waitMilliseconds,
      idleSeconds: options.idleSeconds,
    });

  const catalogAddress = { url: options.url, database: catalogDatabase };
  const catalog = createSafeClient({
    autocommit: client(catalogAddress, catalogConnections),
    transactions: lanes(catalogAddress, 1),
    sessions: lanes(catalogAddress, 1),
  });
  const addressOf = (location: string): Address => {
    const { server, name } = parseLocation(location);
    return { url: tenantServerUrl(options, server), database: name };
  };
  const pools = createPools({
    open: (location) => {
      const address = addressOf(location);
      return {
        transactions: lanes(address, transactionsPerDatabase),
        autocommit: client(address, statementsPerDatabase),
      };
    },
    maxDatabases: Math.max(1, Math.floor(spare / perDatabase)),
    idleSeconds: options.idleSeconds ?? 30,
    waitMilliseconds,
  });
  const copyOut = createCopyOut((location) => client(addressOf(location), 1));

  const requireTenantScope = (scope: OrgScope): void => {
    requireScope(scope);
    if (scope.database === catalogDatabase || scope.database.endsWith(`/${catalogDatabase}`))
      throw new OrgUnset("the catalog holds no tenant's rows");
  };

  return {
    async withOrg(scope, work) {
      requireTenantScope(scope);
      const opening = `begin; ${setScope(scope)}`;
      return pools.use(scope.database, ({ transactions }) =>
        transactions.use((connection) => runTransaction(connection, opening, work)),
      );
    },
    async call<Row extends object>(scope: OrgScope, fn: string, args: readonly CallArgument[] = []) {
      requireTenantScope(scope);
      const text = callText(fn, args.length);
      const values = [scope.orgId, scope.userId ?? null, ...args];
      try {
        return await pools.use(scope.database, ({ autocommit }) =>
          answered(autocommit.unsafe<Row[]>(text, values, { prepare: true }), callMilliseconds),
        );
      } catch (error) {
        throw typedError(error);
      }
    },
    async pipeline(scope, statements) {
      requireTenantScope(scope);
      return pools.use(scope.database, ({ transactions }) => runPipeline(transactions, scope, statements));
    },
    async *copyOut(scope, select) {
      requireTenantScope(scope);
      yield* copyOut(scope, select);
    },
    catalog,
    async close() {
      await Promise.all([pools.close(), catalog.end({ timeout: 5 })]);
    },
  };
};

/** A query that has no answer in time is cancelled: while the server is away, queries would wait in the driver's queue. */
const answered = async <T extends readonly postgres.MaybeRow[]>(
  query: postgres.PendingQuery<T>,
  milliseconds: number,
): Promise<T> => {
  const timer = setTimeout(() => query.cancel(), milliseconds);
  try {
    return await query;
  } finally {
    clearTimeout(timer);
  }
};

const texts = new Map<string, string>();

const callText = (fn: string, count: number): string => {
  const key = `${fn}/${count}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (!functionName.test(fn)) throw new TypeError(`"${fn}" is not the name of a function of schema app`);
  const parameters = Array.from({ length: count + 2 }, (_, index) => `$${index + 1}`).join(", ");
  const text = `select * from app.${fn}(${parameters})`;
  texts.set(key, text);
  return text;
};
