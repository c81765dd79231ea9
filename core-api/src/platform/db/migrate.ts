import type postgres from "postgres";
import { openClient } from "./client.ts";
import type { Password } from "./login.ts";
import type { Migration } from "./migration-files.ts";
import { MigrationRefused } from "./migration-refused.ts";
import { type DatabaseServers, tenantServerUrl } from "./servers.ts";
import { type Session, withSession } from "./session.ts";

/** The migrator on one server. */
export interface ServerMigratorOptions extends Pick<DatabaseServers, "url" | "authority"> {
  /** Password of `bailiwick_migrator`. */
  readonly password: Password;
}

/** The migrator on every server of a region. */
export interface MigratorOptions extends ServerMigratorOptions, DatabaseServers {}

/** The migrator on the server of a tenant database. Throws `TypeError` for one that this process was not told of. */
export const onServer = (options: MigratorOptions, server: string): ServerMigratorOptions => {
  const { authority, password } = options;
  return { url: tenantServerUrl(options, server), authority, password };
};

export interface MigrationReport {
  /** Name of the catalog, location of a tenant database. */
  readonly database: string;
  /** File names, in the order in which they were applied just now. */
  readonly applied: readonly string[];
  readonly milliseconds: number;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** One per database: advisory locks of different databases do not meet. */
const migrationLock = 7_282_001;

/** Runs `work` on one connection of the migrator, as itself or, where it makes things, as their owner. */
export const asMigrator = <T>(
  { url, authority, password }: ServerMigratorOptions,
  { database, owner = false }: { readonly database: string; readonly owner?: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const open = (onClose: () => void): postgres.Sql =>
    openClient({
      url,
      authority,
      password,
      database,
      onClose,
      max: 1,
      user: "bailiwick_migrator",
      applicationName: "bailiwick-migrate",
      statementTimeoutMilliseconds: 0,
      idleInTransactionMilliseconds: 0,
    });
  return withSession(open, async (session) => {
    if (owner) await session`set role bailiwick_owner`;
    return work(session);
  });
};

/**
 * Brings one database up to date: each migration in its own transaction, under the database's advisory lock, so
 * that several processes may try at once. Throws `MigrationRefused` when an applied file has changed or is gone.
 */
export const migrateDatabase = async (
  options: ServerMigratorOptions,
  database: string,
  migrations: readonly Migration[],
): Promise<MigrationReport> => {
  const start = performance.now();
  return asMigrator(options, { database, owner: true }, async (session) => {
    await session`set lock_timeout = 0`;
    await session`select pg_advisory_lock(${migrationLock})`;
    await session`create schema if not exists migrations`;
    await session`
      create table if not exists migrations.applied (
        number integer not null,
        name text not null,
        sha256 text not null,
        applied_at timestamptz not null default now(),
        constraint applied_pk primary key (number)
      )`;
    await session`set lock_timeout = '60s'`;
    const applied = await session<Applied[]>`select number, name, sha256 from migrations.applied order by number`;
    const pending = compare(database, applied, migrations);
    for (const migration of pending) await apply(session, database, migration);
    return { database, applied: pending.map(({ name }) => name), milliseconds: performance.now() - start };
  });
};

const compare = (
  database: string,
  applied: readonly Applied[],
  migrations: readonly Migration[],
): readonly Migration[] => {
  for (const [index, { number, name, sha256 }] of applied.entries()) {
    const file = migrations[index];
    if (number !== index + 1)
      throw new MigrationRefused(`Database ${database} lacks migration ${index + 1} but has ${name}.`);
    if (file === undefined)
      throw new MigrationRefused(`Database ${database} has ${name}, which this version does not know: it is newer.`);
    if (file.sha256 !== sha256)
      throw new MigrationRefused(`${file.name} has changed since it was applied to database ${database}.`);
  }
  return migrations.slice(applied.length);
};

const apply = async (
  session: Session,
  database: string,
  { number, name, sha256, sql: text }: Migration,
): Promise<void> => {
  try {
    await session.begin(async (tx) => {
      await tx.unsafe(text).simple();
      await tx`insert into migrations.applied (number, name, sha256) values (${number}, ${name}, ${sha256})`;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed on database ${database} and was rolled back: ${reason}`, {
      cause: error,
    });
  }
};
