import type { Command } from "commander";
import { readConfig } from "../platform/config.ts";
import { bootstrapDatabases, migrateAll } from "../platform/db/index.ts";
import { CommandFailure } from "./failure.ts";

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
      const config = await readConfig(process.env, [
        "databaseUrl",
        "superuserUrl",
        "appPassword",
        "adminPassword",
        "migratorPassword",
      ]);
      const passwords = {
        app: config.appPassword,
        platformAdmin: config.adminPassword,
        migrator: config.migratorPassword,
      };
      await bootstrapDatabases({ superuserUrl: config.superuserUrl, passwords });
      try {
        const reports = await migrateAll({ url: config.databaseUrl, password: config.migratorPassword });
        if (json) console.log(JSON.stringify({ databases: reports }));
        else for (const { database, applied } of reports) console.log(`${database}: ${describe(applied)}`);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new CommandFailure({
          code: "migration-failed",
          message: error.message,
          suggestion: "What was applied stays applied; mend the cause and run the command again.",
        });
      }
    });
};

const describe = (applied: readonly string[]): string => (applied.length === 0 ? "up to date" : applied.join(", "));
