import { bootstrapDatabases, migrateAll } from "@bailiwick/core-api/db";
import type { RegionPlan } from "./plan.ts";

/**
 * Brings a region's roles and databases up to date. Returns how many migrations were applied. The same functions as
 * `core-api migrate`, called here because a process of its own would take longer to start than they take to run.
 */
export const migrateRegion = async ({ ports, secrets }: RegionPlan): Promise<number> => {
  const { superuser, app, platformAdmin, migrator, auditor } = secrets.database;
  const server = `postgres://127.0.0.1:${ports.postgres}`;
  await bootstrapDatabases({
    superuserUrl: `postgres://postgres:${encodeURIComponent(superuser)}@127.0.0.1:${ports.postgres}/postgres`,
    passwords: { app, platformAdmin, migrator, auditor },
  });
  const reports = await migrateAll({ url: server, password: migrator });
  return reports.reduce((sum, { applied }) => sum + applied.length, 0);
};
