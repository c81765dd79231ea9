import type { Command } from "commander";
import { describeMigration, migrateRegion, readMigrateSettings } from "./migrate-region.ts";

/** `bailiwick migrate`: roles, databases and every migration of one region; safe to repeat and to run twice at once. */
export const registerMigrate = (program: Command): void => {
  program
    .command("migrate")
    .description("Create roles and databases where they are missing, and bring every database of the region up to date")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Reads BAILIWICK_DATABASE_URL and the passwords of the roles from the environment.

Examples:
  bailiwick migrate
  BAILIWICK_DATABASE_SUPERUSER_URL_FILE=/run/secrets/postgres bailiwick migrate --json`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const reports = await migrateRegion(await readMigrateSettings(process.env));
      if (json) console.log(JSON.stringify({ databases: reports }));
      else for (const report of reports) console.log(describeMigration(report));
    });
};
