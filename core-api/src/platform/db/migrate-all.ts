import { asMigrator, type MigrationReport, type MigratorOptions, migrateDatabase, onServer } from "./migrate.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { catalogName } from "./server-address.ts";
import { locationOf, type TenantPlace, tenantServersOf } from "./servers.ts";
import { migrateTemplate, migrationFolder } from "./tenant-database.ts";

export interface MigrateAllOptions extends MigratorOptions {
  /** The shared tenant database of each server, to enter in the catalog. @default tenants */
  readonly tenants?: string;
  /** Databases migrated at the same time. @default 4 */
  readonly concurrency?: number;
}

/**
 * Migrates the catalog, then every tenant database it lists, then each server's template of new ones. One database that
 * fails does not stop the others; afterwards an `AggregateError` names all that failed.
 */
export const migrateAll = async (options: MigrateAllOptions): Promise<readonly MigrationReport[]> => {
  const { tenants = "tenants", concurrency = 4 } = options;
  const catalog = catalogName(options.url);
  const reports = [await migrateDatabase(options, catalog, await readMigrations(migrationFolder("catalog")))];

  const places = await tenantDatabases(options, catalog, tenants);
  const migrations = await readMigrations(migrationFolder("tenant"));
  const failures: unknown[] = [];
  const queue = places.values();
  const worker = async (): Promise<void> => {
    for (const place of queue) {
      try {
        reports.push(await migrateTenant(options, place, migrations));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, places.length) }, worker));
  if (failures.length > 0) {
    const reasons = failures.map((error) => (error instanceof Error ? error.message : String(error)));
    throw new AggregateError(
      failures,
      `${failures.length} of ${places.length} tenant databases failed: ${reasons.join(" ")}`,
    );
  }
  for (const [server] of tenantServersOf(options)) await migrateTemplate(onServer(options, server));
  return reports;
};

const migrateTenant = async (
  options: MigratorOptions,
  place: TenantPlace,
  migrations: readonly Migration[],
): Promise<MigrationReport> => {
  const report = await migrateDatabase(onServer(options, place.server), place.name, migrations);
  return { ...report, database: locationOf(place) };
};

const tenantDatabases = (options: MigratorOptions, catalog: string, shared: string): Promise<readonly TenantPlace[]> =>
  asMigrator(options, { database: catalog, owner: true }, async (session) => {
    for (const [server] of tenantServersOf(options)) {
      await session`
        insert into catalog.tenant_database (server, name, kind) values (${server}, ${shared}, 'shared')
        on conflict on constraint tenant_database_place_unique do nothing`;
    }
    return session<TenantPlace[]>`select server, name from catalog.tenant_database order by location`;
  });
