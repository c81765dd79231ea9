import { readConfig, type Settings } from "../platform/config.ts";
import {
  bootstrapDatabases,
  isConnectionLost,
  type MigrationReport,
  migrateAll,
  waitForDatabase,
} from "../platform/db/index.ts";
import { StartFailure } from "../platform/start-failure.ts";
import { CommandFailure } from "./failure.ts";

type MigrateSettings = Pick<
  Settings,
  "databases" | "databaseWaitSeconds" | "databaseIam" | "rolePasswords" | "superuserUrl" | "migratorPassword"
>;

export const readMigrateSettings = (variables: NodeJS.ProcessEnv): Promise<MigrateSettings> =>
  readConfig(variables, [
    "databases",
    "databaseWaitSeconds",
    "databaseIam",
    "rolePasswords",
    "superuserUrl",
    "migratorPassword",
  ]);

/**
 * Roles, databases and every migration of the region; answers what was applied to which database. A server that is away is
 * waited for. Throws `CommandFailure`.
 */
export const migrateRegion = async (settings: MigrateSettings): Promise<readonly MigrationReport[]> => {
  const {
    databases,
    databaseWaitSeconds: seconds,
    databaseIam: iam,
    rolePasswords: passwords,
    superuserUrl,
  } = settings;
  try {
    await waitForDatabase({
      attempt: () => bootstrapDatabases({ superuserUrl, authority: databases.authority, passwords, iam }),
      url: databases.url,
      seconds,
      mayPass: isConnectionLost,
      onWait: (reason) => console.error(`Waiting for the database: ${reason}.`),
    });
    return await migrateAll({ ...databases, password: settings.migratorPassword });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof StartFailure) throw new CommandFailure({ code: "database", message: error.message });
    throw new CommandFailure({
      code: "migration-failed",
      message: error.message,
      suggestion: "What was applied stays applied; mend the cause and run the command again.",
    });
  }
};

/** What a person reads about one database. */
export const describeMigration = ({ database, applied }: MigrationReport): string =>
  `${database}: ${applied.length === 0 ? "up to date" : applied.join(", ")}`;
