import { openClient } from "./client.ts";
import { ensureRoles, type RolePasswords } from "./roles.ts";
import { isDatabaseName } from "./scope.ts";
import { type Session, withSession } from "./session.ts";

export interface BootstrapOptions {
  /** `postgres://user:password@host:port/postgres` of a user who may create roles and databases. */
  readonly superuserUrl: string;
  readonly passwords: RolePasswords;
  /** @default catalog */
  readonly catalog?: string;
  /** The shared tenant database. @default tenants */
  readonly tenants?: string;
}

/** One per server: taken in the maintenance database. */
const bootstrapLock = 7_282_002;

/**
 * Creates the roles, the catalog and the shared tenant database, with nobody but our roles let in. Idempotent, and
 * safe when several processes do it at once. The databases are empty afterwards: `migrateAll` fills them.
 */
export const bootstrapDatabases = async (options: BootstrapOptions): Promise<void> => {
  const { catalog = "catalog", tenants = "tenants" } = options;
  const address = new URL(options.superuserUrl);
  const on = (database: string, work: (session: Session) => Promise<void>): Promise<void> =>
    withSession(
      (onClose) =>
        openClient({
          url: options.superuserUrl,
          database,
          user: decodeURIComponent(address.username),
          password: decodeURIComponent(address.password),
          max: 1,
          onClose,
          applicationName: "bailiwick-bootstrap",
          statementTimeoutMilliseconds: 0,
        }),
      work,
    );

  await on(decodeURIComponent(address.pathname.slice(1)) || "postgres", async (maintenance) => {
    await maintenance`set lock_timeout = 0`;
    await maintenance`select pg_advisory_lock(${bootstrapLock})`;
    await ensureRoles(maintenance, options.passwords);
    for (const name of [catalog, tenants]) await ensureDatabase(maintenance, name);
  });
  for (const name of [catalog, tenants]) {
    await on(name, async (database) => {
      // Everything is written with its schema; where nobody can create an object, nobody can shadow one.
      await database`set role bailiwick_owner`;
      await database`drop schema if exists public`;
    });
  }
};

const ensureDatabase = async (sql: Session, name: string): Promise<void> => {
  if (!isDatabaseName(name)) throw new TypeError(`"${name}" is not the name of a database`);
  const [found] = await sql`select from pg_database where datname = ${name}`;
  if (found === undefined) {
    await sql.unsafe(
      `create database ${name} owner bailiwick_owner template template0 encoding 'UTF8' strategy wal_log`,
    );
  }
  await grantDatabase(sql, name);
};

/** Lets our roles connect and nobody else. Privileges of a database are not copied from its template. */
export const grantDatabase = async (sql: Session, name: string): Promise<void> => {
  await sql.unsafe(`revoke all on database ${name} from public`);
  await sql.unsafe(
    `grant connect on database ${name} to bailiwick_app, bailiwick_platform_admin, bailiwick_migrator, bailiwick_auditor_ro`,
  );
};
