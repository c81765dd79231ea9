import type postgres from "postgres";
import { openClient } from "./client.ts";
import { createLanes } from "./lanes.ts";
import type { Password } from "./login.ts";
import { createSafeClient, type Sql } from "./safe-client.ts";
import { isDatabaseName } from "./scope.ts";
import { catalogName } from "./server-address.ts";

export interface Platform {
  /** The catalog. `begin` runs on connections of its own. */
  readonly catalog: Sql;
  /** A tenant database, across organisations: every use is recorded as a platform event. */
  tenant(database: string): Sql;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** Server address as for `connectDatabase`. */
  readonly url: string;
  /** PEM: certificates that the server's must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
  readonly password: Password;
  /** Connections per database and kind. @default 2 */
  readonly maxPerDatabase?: number;
}

/** Jobs that hold a lock for as long as they run; the queue runs no more of them at once. */
const sessionsPerDatabase = 8;

/** Connections of role `bailiwick_platform_admin`, whom a policy of each table lets across organisations: for the worker only. */
export const connectPlatform = ({ url, authority, password, maxPerDatabase = 2 }: PlatformOptions): Platform => {
  const clients = new Map<string, Sql>();

  const open = (database: string): Sql => {
    const known = clients.get(database);
    if (known !== undefined) return known;
    const client = (max: number, onClose?: () => void): postgres.Sql =>
      openClient({
        url,
        authority,
        password,
        database,
        max,
        onClose,
        user: "bailiwick_platform_admin",
        applicationName: "bailiwick-platform",
        statementTimeoutMilliseconds: 60_000,
        idleInTransactionMilliseconds: 60_000,
      });
    const lanes = (max: number) =>
      createLanes({ open: (onClose) => client(1, onClose), max, waitMilliseconds: 60_000 });
    const made = createSafeClient({
      autocommit: client(maxPerDatabase),
      transactions: lanes(maxPerDatabase),
      sessions: lanes(sessionsPerDatabase),
    });
    clients.set(database, made);
    return made;
  };

  return {
    catalog: open(catalogName(url)),
    tenant(database) {
      if (!isDatabaseName(database)) throw new TypeError(`"${database}" is not the name of a database`);
      return open(database);
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.end({ timeout: 5 })));
    },
  };
};
