import { StartFailure } from "../start-failure.ts";
import type { LoginMethod } from "./login.ts";
import { scramVerifier } from "./scram.ts";
import type { Session } from "./session.ts";

export interface RolePasswords {
  readonly app: string;
  readonly platformAdmin: string;
  readonly migrator: string;
  /** Without one the auditor's role exists but cannot sign in. */
  readonly auditor?: string | undefined;
}

/** How the roles sign in, and with what. */
export type RoleLogins =
  | { readonly method: Extract<LoginMethod, "password">; readonly passwords: RolePasswords }
  | { readonly method: Extract<LoginMethod, "aws-iam"> };

/** Attributes of every role, written out in full: a role somebody made by hand is brought to the same. */
const roles = {
  bailiwick_owner: "nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_migrator: "login nosuperuser createdb nocreaterole noinherit nobypassrls",
  bailiwick_app: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_platform_admin: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_auditor_ro: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
} as const;

const loginRoles = Object.entries(roles).flatMap(([name, attributes]) =>
  attributes.startsWith("login ") ? [name] : [],
);

/**
 * Creates or corrects the five roles. Idempotent; the caller holds the bootstrap lock. The current user needs CREATEROLE and
 * CREATEDB, as the first user of a managed server has, or superuser. Throws `StartFailure` when the roles are to sign in with
 * IAM and the server has no such thing.
 */
export const ensureRoles = async (sql: Session, logins: RoleLogins): Promise<void> => {
  const [me] = await sql<Me[]>`
    select rolsuper as super, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
  const existing = await sql<ExistingRole[]>`select rolname as name, rolbypassrls as bypass from pg_roles`;
  for (const [role, attributes] of Object.entries(roles)) {
    const found = existing.find(({ name }) => name === role);
    await sql.unsafe(`${found === undefined ? "create" : "alter"} role ${role} ${namable(attributes, me, found)}`);
  }
  const hasIam = existing.some(({ name }) => name === iamRole);
  if (logins.method === "aws-iam") await signInWithIam(sql, hasIam);
  else await signInWithPasswords(sql, logins.passwords, hasIam);

  await sql.unsafe("grant bailiwick_owner to bailiwick_migrator with inherit false, set true");
  if (me?.super !== true) await sql.unsafe("grant bailiwick_owner to current_user with inherit true, set true");
};

const signInWithPasswords = async (sql: Session, passwords: RolePasswords, hasIam: boolean): Promise<void> => {
  await setPassword(sql, "bailiwick_app", passwords.app);
  await setPassword(sql, "bailiwick_platform_admin", passwords.platformAdmin);
  await setPassword(sql, "bailiwick_migrator", passwords.migrator);
  if (passwords.auditor !== undefined) await setPassword(sql, "bailiwick_auditor_ro", passwords.auditor);
  if (!hasIam) return;
  const members = await sql<{ name: string }[]>`
    select member::regrole::text as name from pg_auth_members where roleid = ${iamRole}::regrole`;
  for (const role of loginRoles) {
    if (members.some(({ name }) => name === role)) await sql.unsafe(`revoke ${iamRole} from ${role}`);
  }
};

/** A member of this role of RDS signs in with a token of IAM, and in no other way. */
const iamRole = "rds_iam";

const signInWithIam = async (sql: Session, hasIam: boolean): Promise<void> => {
  if (!hasIam) {
    throw new StartFailure(
      `The database server has no role ${iamRole}: BAILIWICK_DATABASE_AUTH=aws-iam needs RDS with IAM authentication turned on.`,
    );
  }
  for (const role of loginRoles) {
    await sql.unsafe(`alter role ${role} password null`);
    await sql.unsafe(`grant ${iamRole} to ${role}`);
  }
};

interface Me {
  readonly super: boolean;
  readonly bypass: boolean;
}

interface ExistingRole {
  readonly name: string;
  readonly bypass: boolean;
}

/**
 * The attributes that this user may name: SUPERUSER and, for a role that is there, BYPASSRLS are refused to others even where
 * nothing changes. A role that somebody let bypass row security, and this user cannot correct, is refused by the server.
 */
const namable = (attributes: string, me: Me | undefined, found: ExistingRole | undefined): string => {
  let named = attributes;
  if (me?.super !== true) named = named.replace("nosuperuser ", "");
  if (me?.bypass !== true && found?.bypass === false) named = named.replace(" nobypassrls", "");
  return named;
};

// Holds no quote: base64, "$" and ":" only.
const setPassword = async (sql: Session, role: string, password: string): Promise<void> => {
  await sql.unsafe(`alter role ${role} password '${scramVerifier(password)}'`);
};
