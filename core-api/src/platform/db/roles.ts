import { StartFailure } from "../start-failure.ts";
import type { LoginMethod } from "./login.ts";
import { ensureRoleKeeper, iamRole, letSignInWithIam, roleKeeper } from "./role-keeper.ts";
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

type RoleName = keyof typeof roles;

const loginRoles = [
  "bailiwick_migrator",
  "bailiwick_app",
  "bailiwick_platform_admin",
  "bailiwick_auditor_ro",
] as const satisfies readonly RoleName[];

export interface EnsureRolesOptions {
  /** Of a user with CREATEROLE and CREATEDB, as the first user of a managed server has, or of a superuser. Holds the bootstrap lock. */
  readonly sql: Session;
  readonly logins: RoleLogins;
  /** Runs `work` as the keeper of the roles that sign in with IAM. */
  readonly asKeeper: (work: (sql: Session) => Promise<void>) => Promise<void>;
}

/**
 * Creates or corrects the five roles, and on a managed server with IAM the keeper of those that sign in. Idempotent. Throws
 * `StartFailure` when the roles are to sign in with IAM and the server has no such thing, or the other way round.
 */
export const ensureRoles = async ({ sql, logins, asKeeper }: EnsureRolesOptions): Promise<void> => {
  const me = await whoAmI(sql);
  const existing = await sql<{ name: string }[]>`select rolname as name from pg_roles`;
  const exists = (role: string): boolean => existing.some(({ name }) => name === role);
  await correctRoles(sql, ["bailiwick_owner"]);
  if (logins.method === "aws-iam") await signInWithIam({ sql, asKeeper, superuser: me?.super === true, exists });
  else await signInWithPasswords(sql, logins.passwords, exists);

  await sql.unsafe("grant bailiwick_owner to bailiwick_migrator with inherit false, set true");
  if (me?.super !== true) await sql.unsafe("grant bailiwick_owner to current_user with inherit true, set true");
};

const signInWithPasswords = async (
  sql: Session,
  passwords: RolePasswords,
  exists: (role: string) => boolean,
): Promise<void> => {
  if (exists(roleKeeper)) {
    throw new StartFailure(
      `The roles of this database server sign in with IAM, and only ${roleKeeper} can change that: BAILIWICK_DATABASE_AUTH must stay aws-iam.`,
    );
  }
  await correctRoles(sql, loginRoles);
  await setPassword(sql, "bailiwick_app", passwords.app);
  await setPassword(sql, "bailiwick_platform_admin", passwords.platformAdmin);
  await setPassword(sql, "bailiwick_migrator", passwords.migrator);
  if (passwords.auditor !== undefined) await setPassword(sql, "bailiwick_auditor_ro", passwords.auditor);
  if (!exists(iamRole)) return;
  const members = await sql<{ name: string }[]>`
    select member::regrole::text as name from pg_auth_members where roleid = ${iamRole}::regrole`;
  for (const role of loginRoles) {
    if (members.some(({ name }) => name === role)) await sql.unsafe(`revoke ${iamRole} from ${role}`);
  }
};

interface SignInWithIamOptions extends Pick<EnsureRolesOptions, "sql" | "asKeeper"> {
  readonly superuser: boolean;
  readonly exists: (role: string) => boolean;
}

const signInWithIam = async ({ sql, asKeeper, superuser, exists }: SignInWithIamOptions): Promise<void> => {
  if (!exists(iamRole)) {
    throw new StartFailure(
      `The database server has no role ${iamRole}: BAILIWICK_DATABASE_AUTH=aws-iam needs RDS with IAM authentication turned on.`,
    );
  }
  // Roles that were there before, with passwords, are for good their maker's to change.
  if (superuser || (!exists(roleKeeper) && loginRoles.some(exists))) {
    await correctRoles(sql, loginRoles);
    for (const role of loginRoles) await sql.unsafe(`alter role ${role} password null`);
  } else {
    await ensureRoleKeeper(sql, exists(roleKeeper));
    await asKeeper((keeper) => correctRoles(keeper, loginRoles));
  }
  for (const role of loginRoles) await letSignInWithIam(sql, role);
};

/** Creates these roles or brings them to their attributes. */
const correctRoles = async (sql: Session, names: readonly RoleName[]): Promise<void> => {
  const me = await whoAmI(sql);
  const existing = await sql<ExistingRole[]>`select rolname as name, rolbypassrls as bypass from pg_roles`;
  for (const role of names) {
    const found = existing.find(({ name }) => name === role);
    await sql.unsafe(`${found === undefined ? "create" : "alter"} role ${role} ${namable(roles[role], me, found)}`);
  }
};

const whoAmI = async (sql: Session): Promise<Me | undefined> => {
  const [me] = await sql<Me[]>`
    select rolsuper as super, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user`;
  return me;
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
