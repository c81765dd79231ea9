import postgres from "postgres";
import { createDial } from "./dial.ts";
import type { Password } from "./login.ts";
import { outliveLostTypesQuery } from "./lost-types-query.ts";
import { parseServerAddress } from "./server-address.ts";

export interface ClientOptions {
  /** Server address `postgres://host:port`, with `?sslmode=verify-full` for TLS. Its path does not matter here. */
  readonly url: string;
  /** PEM: certificates that the server's must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
  readonly database: string;
  readonly user: string;
  readonly password: Password;
  /** Most connections of this client. */
  readonly max: number;
  /** A connection unused for this long is closed. @default 30 */
  readonly idleSeconds?: number | undefined;
  /** 0 means none. @default 10_000 */
  readonly statementTimeoutMilliseconds?: number | undefined;
  /** How long a transaction may wait for its own program. @default 15_000 */
  readonly idleInTransactionMilliseconds?: number | undefined;
  readonly applicationName?: string | undefined;
  /** Called whenever one of the connections has closed. */
  readonly onClose?: (() => void) | undefined;
}

const silent = (): void => undefined;

/**
 * One postgres.js client with the settings everything here depends on.
 *
 * `max_pipeline` must never be reached: when the BEGIN of `sql.begin()` is the query that fills a pipeline, the
 * driver (3.4.9) does not reserve the connection, and later autocommit writes are acknowledged inside a
 * transaction nobody commits (porsager/postgres#1210). And `begin()` itself is never used: where a connection is
 * lost inside one, the driver sends its rollback to a socket that is gone and the process ends. A client is used
 * either for single statements or, with `max: 1`, as a lane.
 */
export const openClient = (options: ClientOptions): postgres.Sql => {
  outliveLostTypesQuery();
  const { user, password, authority } = options;
  const { host, port, secure } = parseServerAddress(options.url);
  const dial = createDial({ host, port, secure, authority });
  const settings = {
    host,
    port,
    socket: dial.connect,
    database: options.database,
    user,
    password: typeof password === "string" ? password : () => passwordOrNone(password({ host, port, user })),
    max: options.max,
    max_pipeline: 1_000_000,
    idle_timeout: options.idleSeconds ?? 30,
    // A lifetime that ends while a connection is reserved leaves it in a state that nothing ends: lanes count for themselves.
    ...(options.max === 1 ? { max_lifetime: null } : {}),
    // Both by the dial, for all clients of a server together.
    connect_timeout: 0,
    backoff: () => 0,
    prepare: true,
    onnotice: silent,
    onclose: options.onClose ?? silent,
    connection: {
      application_name: options.applicationName ?? "bailiwick",
      statement_timeout: options.statementTimeoutMilliseconds ?? 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: options.idleInTransactionMilliseconds ?? 15_000,
      client_min_messages: "warning",
    },
  };
  const client = postgres(settings); // by name: the driver's types do not know max_pipeline and socket
  const { end } = client;
  client.end = async (how) => {
    await end(how);
    dial.close();
  };
  return client;
};

/**
 * The driver awaits a password where nobody catches: one that cannot be made would end the process. The server refuses the
 * empty one, and the query fails with its words.
 */
const passwordOrNone = (made: Promise<string>): Promise<string> => made.catch(() => "");
