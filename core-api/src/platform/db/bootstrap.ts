import { administrator } from "./administrator.ts";
import type { Password } from "./login.ts";
import { roleKeeper } from "./role-keeper.ts";
import { ensureRoles, type RoleLogins, type RolePasswords } from "./roles.ts";
import { isDatabaseName } from "./scope.ts";
import type { Session } from "./session.ts";

export interface BootstrapOptions {
  /** `postgres://user:password@host:port/postgres` of a user who may create roles and databases. */
  readonly superuserUrl: string;
  /** PEM: certificates that the server's must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
  /** Of the roles; with `iam` they have none. */
  readonly passwords?: RolePasswords | undefined;
  /** The roles sign in with IAM, and so may the user of `superuserUrl` have to: makes their tokens. */
  readonly iam?: Password | undefined;
  /** `null` on a server of tenant databases alone. @default catalog */
  readonly catalog?: string | null;
  /** The shared tenant database; `null` on a server of the catalog alone. @default tenants */
  readonly tenants?: string | null;
}

/** One per server: taken in the maintenance database; and one in each of ours. */
const bootstrapLock = 7_282_002;

/**
 * Creates the roles, the catalog and the shared tenant database, with nobody but our roles let in. Idempotent, and
 * safe when several processes do it at once. The databases are empty afterwards: `migrateAll` fills them.
 */
export const bootstrapDatabases = async (options: BootstrapOptions): Promise<void> => {
  const { catalog = "catalog", tenants = "tenants" } = options;
  const names = [catalog, tenants].filter((name) => name !== null);
  const { on, withToken, maintenanceDatabase } = administrator(options);
  await on(maintenanceDatabase, async (maintenance) => {
    await maintenance`set lock_timeout = 0`;
    await maintenance`select pg_advisory_lock(${bootstrapLock})`;
    await ensureRoles({
      sql: maintenance,
      logins: roleLogins(options),
      asKeeper: (work) => withToken(roleKeeper, work),
    });
    for (const name of names) await ensureDatabase(maintenance, name);
  });
  for (const name of names) {
    await on(name, async (database) => {
      await withholdLargeObjects(database);
      // Everything is written with its schema; where nobody can create an object, nobody can shadow one.
      await database`set role bailiwick_owner`;
      await database`drop schema if exists public`;
    });
  }
};

/**
 * Large objects have an owner and no row security: one tenant's request could leave something for another's. Only a superuser
 * can withhold the functions; on a managed server nobody is one, and they stay.
 */
const withholdLargeObjects = async (sql: Session): Promise<void> => {
  const [me] = await sql<{ superuser: boolean }[]>`
    select rolsuper as superuser from pg_roles where rolname = current_user`;
  if (me?.superuser !== true) return;
  // Two who revoke one right at once collide.
  await sql`set lock_timeout = 0`;
  await sql`select pg_advisory_lock(${bootstrapLock})`;
  const functions = await sql<{ name: string }[]>`
    select oid::regprocedure::text as name from pg_proc
     where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^lo_|^lo(read|write)$'
       and has_function_privilege('bailiwick_app', oid, 'execute')`;
  for (const { name } of functions) await sql.unsafe(`revoke execute on function pg_catalog.${name} from public`);
};

const roleLogins = ({ passwords, iam }: BootstrapOptions): RoleLogins => {
  if (iam !== undefined) return { method: "aws-iam" };
  if (passwords === undefined) throw new TypeError("the roles sign in with passwords, and there are none");
  return { method: "password", passwords };
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
