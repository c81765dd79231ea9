import { StartFailure } from "../start-failure.ts";
import { openClient } from "./client.ts";
import type { Password } from "./login.ts";
import { parseServerAddress } from "./server-address.ts";
import { type Session, withSession } from "./session.ts";

export interface AdministratorOptions {
  /** `postgres://user:password@host:port/postgres` of a user who may create roles and databases. */
  readonly superuserUrl: string;
  readonly authority?: string | undefined;
  /** Makes a token of IAM for that user, where the server takes one. */
  readonly iam?: Password | undefined;
}

export interface Administrator {
  /** Runs `work` on a connection of its own to `database`. */
  on(database: string, work: (session: Session) => Promise<void>): Promise<void>;
  /** The database that others are made in. */
  readonly maintenanceDatabase: string;
}

/**
 * The user who prepares a server. Signs in once to learn how: since Postgres 16 whoever creates a role is a member of it for
 * good, so the first user of a managed server becomes a member of `rds_iam` through the roles it lets sign in with IAM, and
 * the rule of `pg_hba.conf` for members of that role then asks it too for a token in place of its password. Throws
 * `StartFailure` when neither is taken.
 */
export const administrator = async (options: AdministratorOptions): Promise<Administrator> => {
  const { superuserUrl, authority, iam } = options;
  const address = new URL(superuserUrl);
  const user = decodeURIComponent(address.username);
  const maintenanceDatabase = decodeURIComponent(address.pathname.slice(1)) || "postgres";

  const connect = (password: Password, database: string, work: (session: Session) => Promise<void>): Promise<void> =>
    withSession(
      (onClose) =>
        openClient({
          url: superuserUrl,
          authority,
          database,
          user,
          password,
          max: 1,
          onClose,
          applicationName: "bailiwick-bootstrap",
          statementTimeoutMilliseconds: 0,
        }),
      work,
    );

  const signIn = async (password: Password): Promise<Password> => {
    await connect(password, maintenanceDatabase, async (session) => void (await session`select 1`));
    return password;
  };

  const secret = decodeURIComponent(address.password);
  const password = await signIn(secret).catch(async (error: unknown) => {
    if (iam === undefined || !isRefusedLogin(error)) throw error;
    return signIn(iam).catch((second: unknown) => {
      if (!isRefusedLogin(second)) throw second;
      const { host } = parseServerAddress(superuserUrl);
      throw new StartFailure(
        `The database server ${host} takes neither the password of ${user} nor a token of IAM for it: let this process sign in as that user (rds-db:connect).`,
        { cause: second },
      );
    });
  });
  return { on: (database, work) => connect(password, database, work), maintenanceDatabase };
};

/** Invalid authorization: no rule, or PAM said no; wrong password. */
const isRefusedLogin = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "28000" || error.code === "28P01");
