import { readConfig, type Settings } from "../platform/config.ts";
import {
  type BootstrapOptions,
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
  | "databases"
  | "databaseWaitSeconds"
  | "databaseIam"
  | "rolePasswords"
  | "superuserUrl"
  | "tenantSuperusers"
  | "migratorPassword"
>;

export const readMigrateSettings = (variables: NodeJS.ProcessEnv): Promise<MigrateSettings> =>
  readConfig(variables, [
    "databases",
    "databaseWaitSeconds",
    "databaseIam",
    "rolePasswords",
    "superuserUrl",
    "tenantSuperusers",
    "migratorPassword",
  ]);

/**
 * Roles, databases and every migration of the region; answers what was applied to which database. A server that is away is
 * waited for. Throws `CommandFailure`.
 */
export const migrateRegion = async (settings: MigrateSettings): Promise<readonly MigrationReport[]> => {
  const { databases } = settings;
  try {
    for (const server of serversToPrepare(settings)) await prepare(server, settings);
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

type Server = Pick<BootstrapOptions, "superuserUrl" | "catalog" | "tenants">;

/** Every server of the region, with the databases that belong on it. */
const serversToPrepare = ({ databases, superuserUrl, tenantSuperusers }: MigrateSettings): readonly Server[] =>
  databases.tenantServers === undefined
    ? [{ superuserUrl }]
    : [
        { superuserUrl, tenants: null },
        ...Object.values(tenantSuperusers).map((url) => ({ superuserUrl: url, catalog: null })),
      ];

const prepare = (
  server: Server,
  { databases, databaseWaitSeconds, databaseIam, rolePasswords }: MigrateSettings,
): Promise<void> =>
  waitForDatabase({
    attempt: () =>
      bootstrapDatabases({ ...server, authority: databases.authority, passwords: rolePasswords, iam: databaseIam }),
    url: server.superuserUrl,
    seconds: databaseWaitSeconds,
    seesThrough: true,
    mayPass: isConnectionLost,
    onWait: (reason) => console.error(`Waiting for the database: ${reason}.`),
  });

/** What a person reads about one database. */
export const describeMigration = ({ database, applied }: MigrationReport): string =>
  `${database}: ${applied.length === 0 ? "up to date" : applied.join(", ")}`;
