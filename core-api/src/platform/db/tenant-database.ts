import { fileURLToPath } from "node:url";
import { grantDatabase } from "./bootstrap.ts";
import type { Sql } from "./client.ts";
import { type MigratorOptions, migrateDatabase, openMigrator } from "./migrate.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { isDatabaseName } from "./scope.ts";
import { catalogName } from "./server-address.ts";

/** A migrated, empty tenant database that dedicated ones are copied from. Nobody may connect while it is copied. */
export const templateDatabase = "tenant_template";

/** One per server, taken in the maintenance database: a template that somebody uses cannot be copied. */
const templateLock = 7_282_003;

export const migrationFolder = (kind: "catalog" | "tenant"): string =>
  fileURLToPath(new URL(`../../../migrations/${kind}`, import.meta.url));

export interface TenantDatabase {
  /** Of the row in `catalog.tenant_database`. */
  readonly id: string;
  readonly name: string;
  /** False when it had been there before. */
  readonly created: boolean;
}

/**
 * A dedicated tenant database named `tenant_…`: created from the migrated template, let in, migrated and entered in
 * the catalog. Idempotent: stopped anywhere and called again it completes. Throws `TypeError` for another name.
 */
export const ensureTenantDatabase = async (options: MigratorOptions, name: string): Promise<TenantDatabase> => {
  if (!isDatabaseName(name) || !name.startsWith("tenant_") || name === templateDatabase) {
    throw new TypeError(`"${name}" is not the name of a dedicated tenant database`);
  }
  const migrations = await readMigrations(migrationFolder("tenant"));
  const created = await withTemplateLock(options, async (maintenance) => {
    if (await exists(maintenance, name)) return false;
    await ensureTemplate(options, maintenance, migrations);
    await maintenance.unsafe(
      `create database ${name} owner bailiwick_owner template ${templateDatabase} strategy wal_log`,
    );
    return true;
  });
  await withMaintenance(options, (maintenance) => asOwner(maintenance, () => grantDatabase(maintenance, name)));
  await migrateDatabase(options, name, migrations);
  const id = await register(options, name);
  return { id, name, created };
};

/** Creates the template when it is not there and migrates it. */
export const migrateTemplate = async (options: MigratorOptions): Promise<void> => {
  const migrations = await readMigrations(migrationFolder("tenant"));
  await withTemplateLock(options, (maintenance) => ensureTemplate(options, maintenance, migrations));
};

const ensureTemplate = async (
  options: MigratorOptions,
  maintenance: Sql,
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
  const template = openMigrator(options, templateDatabase);
  try {
    await template`set role bailiwick_owner`;
    await template`drop schema if exists public`;
  } finally {
    await template.end({ timeout: 5 });
  }
  await migrateDatabase(options, templateDatabase, migrations);
};

const register = async (options: MigratorOptions, name: string): Promise<string> => {
  const catalog = openMigrator(options, catalogName(options.url));
  try {
    await catalog`set role bailiwick_owner`;
    await catalog`insert into catalog.tenant_database (name, kind) values (${name}, 'dedicated') on conflict (name) do nothing`;
    const [row] = await catalog<{ id: string }[]>`select id from catalog.tenant_database where name = ${name}`;
    if (row === undefined) throw new Error(`database ${name} is not in the catalog`);
    return row.id;
  } finally {
    await catalog.end({ timeout: 5 });
  }
};

const exists = async (sql: Sql, name: string): Promise<boolean> =>
  (await sql`select from pg_database where datname = ${name}`).length > 0;

const asOwner = async (sql: Sql, work: () => Promise<void>): Promise<void> => {
  await sql`set role bailiwick_owner`;
  try {
    await work();
  } finally {
    await sql`reset role`;
  }
};

const withMaintenance = async <T>(options: MigratorOptions, work: (sql: Sql) => Promise<T>): Promise<T> => {
  const maintenance = openMigrator(options, "postgres");
  try {
    return await work(maintenance);
  } finally {
    await maintenance.end({ timeout: 5 });
  }
};

const withTemplateLock = async <T>(options: MigratorOptions, work: (sql: Sql) => Promise<T>): Promise<T> =>
  withMaintenance(options, async (maintenance) => {
    await maintenance`set lock_timeout = 0`;
    await maintenance`select pg_advisory_lock(${templateLock})`;
    return work(maintenance);
  });
