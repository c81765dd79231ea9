import { StartFailure } from "../start-failure.ts";
import { openClient } from "./client.ts";
import type { Password } from "./login.ts";
import { parseServerAddress } from "./server-address.ts";
import { type Session, withSession } from "./session.ts";

export interface AdministratorOptions {
  /** `postgres://user:password@host:port/postgres` of a user who may create roles and databases. */
  readonly superuserUrl: string;
  readonly authority?: string | undefined;
  /** Makes a token of IAM, where the server takes one. */
  readonly iam?: Password | undefined;
}

export interface Administrator {
  /** Runs `work` on a connection of its own to `database`. */
  on(database: string, work: (session: Session) => Promise<void>): Promise<void>;
  /** Runs `work` in the maintenance database as another user, who signs in with a token of IAM. */
  withToken(user: string, work: (session: Session) => Promise<void>): Promise<void>;
  /** The database that others are made in. */
  readonly maintenanceDatabase: string;
}

/**
 * The user who prepares a server. Each connection finds out anew whether the server takes its password or a token of IAM:
 * where this user once made roles that sign in with tokens, or is itself a member of `rds_iam`, RDS asks it for a token too,
 * and that can change while it works. Its methods throw `StartFailure` when neither is taken.
 */
export const administrator = (options: AdministratorOptions): Administrator => {
  const { superuserUrl, authority, iam } = options;
  const address = new URL(superuserUrl);
  const user = decodeURIComponent(address.username);
  const secret = decodeURIComponent(address.password);
  const maintenanceDatabase = decodeURIComponent(address.pathname.slice(1)) || "postgres";
  const { host } = parseServerAddress(superuserUrl);

  const connect = (login: SignIn, database: string, work: (session: Session) => Promise<void>): Promise<void> =>
    withSession(
      (onClose) =>
        openClient({
          url: superuserUrl,
          authority,
          database,
          ...login,
          max: 1,
          onClose,
          applicationName: "bailiwick-bootstrap",
          statementTimeoutMilliseconds: 0,
        }),
      work,
    );

  const taken = async (login: SignIn): Promise<boolean> => {
    try {
      await connect(login, maintenanceDatabase, async (session) => void (await session`select 1`));
      return true;
    } catch (error) {
      if (iam === undefined || !isRefusedLogin(error)) throw error;
      return false;
    }
  };

  const signIn = async (): Promise<SignIn> => {
    const byPassword = { user, password: secret };
    if (iam === undefined || (await taken(byPassword))) return byPassword;
    const byToken = { user, password: iam };
    if (await taken(byToken)) return byToken;
    throw new StartFailure(
      `The database server ${host} takes neither the password of ${user} nor a token of IAM for it: let this process sign in as that user (rds-db:connect).`,
    );
  };

  return {
    maintenanceDatabase,
    on: async (database, work) => connect(await signIn(), database, work),
    async withToken(other, work) {
      if (iam === undefined) throw new TypeError("nothing makes tokens of IAM here");
      const login = { user: other, password: iam };
      if (!(await taken(login))) {
        throw new StartFailure(
          `The database server ${host} takes no token of IAM for ${other}: let this process sign in as that user (rds-db:connect).`,
        );
      }
      await connect(login, maintenanceDatabase, work);
    },
  };
};

interface SignIn {
  readonly user: string;
  readonly password: Password;
}

/** Invalid authorization: no rule, or PAM said no; wrong password. */
const isRefusedLogin = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "28000" || error.code === "28P01");
