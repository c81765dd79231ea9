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
  bailiwick_platform_admin: "login nosuperuser nocreatedb nocreaterole noinherit bypassrls",
  bailiwick_auditor_ro: "login nosuperuser nocreatedb nocreaterole noinherit nobypassrls",
} as const;

/**
 * Creates or corrects the five roles. Idempotent; the caller holds the bootstrap lock. The current user needs
 * CREATEROLE, CREATEDB and BYPASSRLS, as the first user of a managed server has, or superuser.
 */
export const ensureRoles = async (sql: Session, passwords: RolePasswords): Promise<void> => {
  const [me] = await sql<{ super: boolean }[]>`select rolsuper as super from pg_roles where rolname = current_user`;
  const existing = new Set(
    (await sql<{ rolname: string }[]>`select rolname from pg_roles`).map(({ rolname }) => rolname),
  );
  for (const [role, attributes] of Object.entries(roles)) {
    // Only a superuser may name the superuser attribute at all.
    const allowed = me?.super === true ? attributes : attributes.replace("nosuperuser ", "");
    await sql.unsafe(`${existing.has(role) ? "alter" : "create"} role ${role} ${allowed}`);
  }
  await setPassword(sql, "bailiwick_app", passwords.app);
  await setPassword(sql, "bailiwick_platform_admin", passwords.platformAdmin);
  await setPassword(sql, "bailiwick_migrator", passwords.migrator);
  if (passwords.auditor !== undefined) await setPassword(sql, "bailiwick_auditor_ro", passwords.auditor);

  await sql.unsafe("grant bailiwick_owner to bailiwick_migrator with inherit false, set true");
  if (me?.super !== true) await sql.unsafe("grant bailiwick_owner to current_user with inherit true, set true");
};

// Holds no quote: base64, "$" and ":" only.
const setPassword = async (sql: Session, role: string, password: string): Promise<void> => {
  await sql.unsafe(`alter role ${role} password '${scramVerifier(password)}'`);
};
