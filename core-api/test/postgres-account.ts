import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface PostgresAccount {
  /** What to spawn with: empty for an ordinary user, the account `postgres` for root. */
  readonly ids: { readonly uid?: number; readonly gid: number } | { readonly uid?: never; readonly gid?: never };
  /** True when the account can enter every folder on the way to `path`. */
  canReach(path: string): Promise<boolean>;
}

/**
 * The account the server runs as. Postgres refuses to run as root, so root needs another: `postgres`, made when it
 * is not there. Throws a sentence when that account could not reach the data folder.
 */
export const postgresAccount = async (dataDir: string): Promise<PostgresAccount> => {
  if (process.getuid?.() !== 0) return { ids: {}, canReach: async () => true };
  const ids = (await idsOf("postgres")) ?? (await createAccount());
  const account: PostgresAccount = { ids, canReach: (path) => reachable(path, ids) };
  if (!(await account.canReach(dirname(resolve(dataDir))))) {
    throw new Error(
      `As root, Postgres runs as user "postgres", who cannot enter ${dirname(resolve(dataDir))}. Use a folder that everybody may enter, or run as an ordinary user.`,
    );
  }
  return account;
};

const idsOf = async (user: string): Promise<{ uid: number; gid: number } | undefined> => {
  try {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => execute("id", [flag, user])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
};

const createAccount = async (): Promise<{ uid: number; gid: number }> => {
  try {
    await execute("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]);
  } catch (error) {
    // Two starts at once: the other one made it.
    const ids = await idsOf("postgres");
    if (ids !== undefined) return ids;
    throw new Error(
      'As root, Postgres needs a user "postgres" and useradd could not make it. Run as an ordinary user.',
      {
        cause: error,
      },
    );
  }
  const ids = await idsOf("postgres");
  if (ids === undefined) throw new Error('The user "postgres" was made but is not known.');
  return ids;
};

const reachable = async (path: string, ids: { uid: number; gid: number }): Promise<boolean> => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const execute = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};
