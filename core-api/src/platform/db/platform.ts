import type postgres from "postgres";
import { openClient } from "./client.ts";
import { createLanes } from "./lanes.ts";
import type { Password } from "./login.ts";
import { createSafeClient, type Sql } from "./safe-client.ts";
import { catalogName } from "./server-address.ts";
import { type DatabaseServers, parseLocation, tenantServerUrl } from "./servers.ts";

export interface Platform {
  /** The catalog. `begin` runs on connections of its own. */
  readonly catalog: Sql;
  /** The tenant database at a location, across organisations: every use is recorded as a platform event. */
  tenant(location: string): Sql;
  close(): Promise<void>;
}

export interface PlatformOptions extends DatabaseServers {
  /** Of `bailiwick_platform_admin`, on every server. */
  readonly password: Password;
  /** Connections per database and kind. @default 2 */
  readonly maxPerDatabase?: number;
}

/** Jobs that hold a lock for as long as they run; the queue runs no more of them at once. */
const sessionsPerDatabase = 8;

/** Connections of role `bailiwick_platform_admin`, whom a policy of each table lets across organisations: for the worker only. */
export const connectPlatform = (options: PlatformOptions): Platform => {
  const { authority, password, maxPerDatabase = 2 } = options;
  const clients = new Map<string, Sql>();

  const open = (url: string, database: string): Sql => {
    const key = `${url} ${database}`;
    const known = clients.get(key);
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
    clients.set(key, made);
    return made;
  };

  return {
    catalog: open(options.url, catalogName(options.url)),
    tenant(location) {
      const { server, name } = parseLocation(location);
      return open(tenantServerUrl(options, server), name);
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.end({ timeout: 5 })));
    },
  };
};
