import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { grantDatabase } from "../src/platform/db/bootstrap.ts";
import {
  connectDatabase,
  connectPlatform,
  type Database,
  type DatabaseOptions,
  type Platform,
} from "../src/platform/db/index.ts";
import { templateDatabase } from "../src/platform/db/tenant-database.ts";
import { catalogTemplate, type TestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

/** The run's server: addresses and passwords of every role. */
export const testServer = (): TestServer => inject("postgres");

export interface TestDatabases extends TestServer {
  /** Server address whose path names this file's own catalog: give it to whatever takes BAILIWICK_DATABASE_URL. */
  readonly url: string;
  readonly catalog: string;
  /** This file's own shared tenant database, entered in its catalog. */
  readonly tenants: string;
  connect(options?: Partial<DatabaseOptions>): Database;
  platform(): Platform;
  /** Superuser on one of the databases: to look and to damage, never to stand in for the application. */
  superuser(database: string): postgres.Sql;
  /** The application's role on one bare connection, without any of our wrapping: what an attacker in the API would hold. */
  bare(database: string): postgres.Sql;
  /** Closes what was connected through this object and drops both databases. */
  drop(): Promise<void>;
}

/**
 * A catalog and a tenant database of a test file's own, migrated, so that files run side by side. Call it in
 * `beforeAll`, and `drop()` in `afterAll`.
 */
export const createTestDatabases = async (): Promise<TestDatabases> => {
  const server = testServer();
  const suffix = randomBytes(5).toString("hex");
  const catalog = `catalog_${suffix}`;
  const tenants = `tenants_${suffix}`;
  const address = `${server.url}/${catalog}`;
  const open: { close: () => Promise<void> }[] = [];

  const superuser = (database: string): postgres.Sql => {
    const sql = postgres(server.superuserUrl, { database, max: 2, onnotice: () => undefined });
    open.push({ close: () => sql.end({ timeout: 1 }) });
    return sql;
  };

  await copyDatabase(server, catalogTemplate, catalog);
  await copyDatabase(server, templateDatabase, tenants);
  const own = postgres(server.superuserUrl, { database: catalog, max: 1 });
  await own`insert into catalog.tenant_database (name, kind) values (${tenants}, 'shared')`;
  await own.end();

  return {
    ...server,
    url: address,
    catalog,
    tenants,
    connect(options = {}) {
      const database = connectDatabase({ url: address, password: server.passwords.app, ...options });
      open.push(database);
      return database;
    },
    platform() {
      const platform = connectPlatform({ url: address, password: server.passwords.platformAdmin });
      open.push(platform);
      return platform;
    },
    superuser,
    bare(database) {
      const sql = postgres(server.url, {
        database,
        user: "bailiwick_app",
        password: server.passwords.app,
        max: 1,
        onnotice: () => undefined,
      });
      open.push({ close: () => sql.end({ timeout: 1 }) });
      return sql;
    },
    async drop() {
      await Promise.all(open.splice(0).map((one) => one.close()));
      for (const name of [catalog, tenants]) await dropDatabase(server, name);
    },
  };
};

/** Copies a database that nobody is connected to, and lets our roles in. */
export const copyDatabase = (server: TestServer, template: string, name: string): Promise<void> =>
  withMaintenance(server, async (sql) => {
    await sql.unsafe(`create database ${name} owner bailiwick_owner template ${template} strategy wal_log`);
    await grantDatabase(sql, name);
  });

export const dropDatabase = (server: TestServer, name: string): Promise<void> =>
  withMaintenance(server, async (sql) => {
    await sql.unsafe(`drop database if exists ${name} with (force)`);
  });

const withMaintenance = async (server: TestServer, work: (sql: postgres.Sql) => Promise<void>): Promise<void> => {
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
};
