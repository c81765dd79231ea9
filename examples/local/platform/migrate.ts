import { bootstrapDatabases, MigrationRefused, migrateAll } from "@bailiwick/core-api/db";
import { LocalFailure } from "../failure.ts";
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
  const reports = await migrateAll({ url: server, password: migrator }).catch(explainRefusal);
  return reports.reduce((sum, { applied }) => sum + applied.length, 0);
};

/** The data are of another version of this repository. They are whole; it is the code that does not go with them. */
const explainRefusal = (error: unknown): never => {
  if (!(error instanceof MigrationRefused)) throw error;
  throw new LocalFailure({
    code: "migrations-refused",
    message: `The data are of another version of Bailiwick: ${error.message}`,
    suggestion: (command) =>
      `Check out the version that made them, or start with new data: ${command("reset", { yes: true })}`,
    cause: error,
  });
};
