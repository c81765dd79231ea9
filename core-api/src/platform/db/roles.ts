import { scramVerifier } from "./scram.ts";
import type { Session } from "./session.ts";

export interface RolePasswords {
  readonly app: string;
  readonly platformAdmin: string;
  readonly migrator: string;
  /** Without one the auditor's role exists but cannot sign in. */
  readonly auditor?: string | undefined;
}

/** Attributes of every role, written out in full: a role somebody made by hand is brought to the same. */
const roles = {
  bailiwick_owner: "nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_migrator: "login nosuperuser createdb nocreaterole noinherit nobypassrls",
  bailiwick_app: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_platform_admin: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
  bailiwick_auditor_ro: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
} as const;

/**
 * Creates or corrects the five roles. Idempotent; the caller holds the bootstrap lock. The current user needs CREATEROLE and
 * CREATEDB, as the first user of a managed server has, or superuser.
 */
export const ensureRoles = async (sql: Session, passwords: RolePasswords): Promise<void> => {
  const [me] = await sql<Me[]>`
    select rolsuper as super, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
  const existing = await sql<ExistingRole[]>`select rolname as name, rolbypassrls as bypass from pg_roles`;
  for (const [role, attributes] of Object.entries(roles)) {
    const found = existing.find(({ name }) => name === role);
    await sql.unsafe(`${found === undefined ? "create" : "alter"} role ${role} ${namable(attributes, me, found)}`);
  }
  await setPassword(sql, "bailiwick_app", passwords.app);
  await setPassword(sql, "bailiwick_platform_admin", passwords.platformAdmin);
  await setPassword(sql, "bailiwick_migrator", passwords.migrator);
  if (passwords.auditor !== undefined) await setPassword(sql, "bailiwick_auditor_ro", passwords.auditor);

  await sql.unsafe("grant bailiwick_owner to bailiwick_migrator with inherit false, set true");
  if (me?.super !== true) await sql.unsafe("grant bailiwick_owner to current_user with inherit true, set true");
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
