import { fileURLToPath } from "node:url";
import { grantDatabase } from "./bootstrap.ts";
import { asMigrator, type MigratorOptions, migrateDatabase, onServer, type ServerMigratorOptions } from "./migrate.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { isDatabaseName } from "./scope.ts";
import { catalogName } from "./server-address.ts";
import { locationOf, parseLocation, type TenantPlace } from "./servers.ts";
import type { Session } from "./session.ts";

/** A migrated, empty tenant database that dedicated ones are copied from. Nobody may connect while it is copied. */
export const templateDatabase = "tenant_template";

/** One per server, taken in the maintenance database: a template that somebody uses cannot be copied. */
const templateLock = 7_282_003;

export const migrationFolder = (kind: "catalog" | "tenant"): string =>
  fileURLToPath(new URL(`../../../migrations/${kind}`, import.meta.url));

export interface TenantDatabase {
  /** Of the row in `catalog.tenant_database`. */
  readonly id: string;
  readonly location: string;
  /** False when it had been there before. */
  readonly created: boolean;
}

/**
 * A dedicated tenant database named `tenant_…` at `location`: created from its server's migrated template, let in, migrated
 * and entered in the catalog. Idempotent: stopped anywhere and called again it completes. Throws `TypeError` for another name.
 */
export const ensureTenantDatabase = async (options: MigratorOptions, location: string): Promise<TenantDatabase> => {
  const place = parseLocation(location);
  const { name } = place;
  if (!isDatabaseName(name) || !name.startsWith("tenant_") || name === templateDatabase) {
    throw new TypeError(`"${name}" is not the name of a dedicated tenant database`);
  }
  const migrations = await readMigrations(migrationFolder("tenant"));
  const server = onServer(options, place.server);
  const created = await withTemplateLock(server, async (maintenance) => {
    const found = await exists(maintenance, name);
    if (!found) {
      await ensureTemplate(server, maintenance, migrations);
      await maintenance.unsafe(
        `create database ${name} owner bailiwick_owner template ${templateDatabase} strategy wal_log`,
      );
    }
    // Under the lock: two grants on one database at once collide.
    await asOwner(maintenance, () => grantDatabase(maintenance, name));
    return !found;
  });
  await migrateDatabase(server, name, migrations);
  const id = await register(options, place);
  return { id, location: locationOf(place), created };
};

/** Creates the template when it is not there and migrates it. */
export const migrateTemplate = async (options: ServerMigratorOptions): Promise<void> => {
  const migrations = await readMigrations(migrationFolder("tenant"));
  await withTemplateLock(options, (maintenance) => ensureTemplate(options, maintenance, migrations));
};

const ensureTemplate = async (
  options: ServerMigratorOptions,
  maintenance: Session,
  migrations: readonly Migration[],
): Promise<void> => {
  if (!(await exists(maintenance, templateDatabase))) {
    await maintenance.unsafe(
      `create database ${templateDatabase} owner bailiwick_owner template template0 encoding 'UTF8' strategy wal_log`,
    );
  }
  await asOwner(maintenance, async () => {
    await maintenance.unsafe(`revoke all on database ${templateDatabase} from public`);
    await maintenance.unsafe(`grant connect on database ${templateDatabase} to bailiwick_migrator`);
    // Only a template may be copied by somebody who does not own it; the migrator copies and owns nothing.
    await maintenance.unsafe(`alter database ${templateDatabase} is_template true`);
  });
  await asMigrator(options, { database: templateDatabase, owner: true }, async (session) => {
    await session`drop schema if exists public`;
  });
  await migrateDatabase(options, templateDatabase, migrations);
};

const register = (options: MigratorOptions, { server, name }: TenantPlace): Promise<string> =>
  asMigrator(options, { database: catalogName(options.url), owner: true }, async (session) => {
    await session`
      insert into catalog.tenant_database (server, name, kind) values (${server}, ${name}, 'dedicated')
      on conflict on constraint tenant_database_place_unique do nothing`;
    const [row] = await session<{ id: string }[]>`
      select id from catalog.tenant_database where server = ${server} and name = ${name}`;
    if (row === undefined) throw new Error(`database ${name} is not in the catalog`);
    return row.id;
  });

/** Whether that server has a database of that name. */
export const hasDatabase = (options: ServerMigratorOptions, name: string): Promise<boolean> =>
  asMigrator(options, { database: maintenanceDatabase }, (session) => exists(session, name));

const exists = async (session: Session, name: string): Promise<boolean> =>
  (await session`select from pg_database where datname = ${name}`).length > 0;

const asOwner = async (session: Session, work: () => Promise<void>): Promise<void> => {
  await session`set role bailiwick_owner`;
  try {
    await work();
  } finally {
    await session`reset role`;
  }
};

/** The database of the server itself: to make others in. */
const maintenanceDatabase = "postgres";

const withTemplateLock = <T>(options: ServerMigratorOptions, work: (session: Session) => Promise<T>): Promise<T> =>
  asMigrator(options, { database: maintenanceDatabase }, async (session) => {
    await session`set lock_timeout = 0`;
    await session`select pg_advisory_lock(${templateLock})`;
    return work(session);
  });
