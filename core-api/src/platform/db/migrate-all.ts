import { asMigrator, type MigrationReport, type MigratorOptions, migrateDatabase } from "./migrate.ts";
import { readMigrations } from "./migration-files.ts";
import { catalogName } from "./server-address.ts";
import { migrateTemplate, migrationFolder } from "./tenant-database.ts";

export interface MigrateAllOptions extends MigratorOptions {
  /** The shared tenant database to enter in the catalog. @default tenants */
  readonly tenants?: string;
  /** Databases migrated at the same time. @default 4 */
  readonly concurrency?: number;
}

/**
 * Migrates the catalog, then every tenant database it lists, then the template of new ones. One database that fails
 * does not stop the others; afterwards an `AggregateError` names all that failed.
 */
export const migrateAll = async (options: MigrateAllOptions): Promise<readonly MigrationReport[]> => {
  const { tenants = "tenants", concurrency = 4 } = options;
  const catalog = catalogName(options.url);
  const reports = [await migrateDatabase(options, catalog, await readMigrations(migrationFolder("catalog")))];

  const names = await tenantDatabases(options, catalog, tenants);
  const migrations = await readMigrations(migrationFolder("tenant"));
  const failures: unknown[] = [];
  const queue = names.values();
  const worker = async (): Promise<void> => {
    for (const name of queue) {
      try {
        reports.push(await migrateDatabase(options, name, migrations));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, names.length) }, worker));
  if (failures.length > 0) {
    const reasons = failures.map((error) => (error instanceof Error ? error.message : String(error)));
    throw new AggregateError(
      failures,
      `${failures.length} of ${names.length} tenant databases failed: ${reasons.join(" ")}`,
    );
  }
  await migrateTemplate(options);
  return reports;
};

const tenantDatabases = (options: MigratorOptions, catalog: string, shared: string): Promise<readonly string[]> =>
  asMigrator(options, { database: catalog, owner: true }, async (session) => {
    await session`insert into catalog.tenant_database (name, kind) values (${shared}, 'shared') on conflict (name) do nothing`;
    const rows = await session<{ name: string }[]>`select name from catalog.tenant_database order by name`;
    return rows.map(({ name }) => name);
  });
