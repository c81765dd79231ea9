import { randomBytes } from "node:crypto";
import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { Certificate } from "../../../core-api/src/platform/certificates/index.ts";
import { createEmbeddedPostgres } from "../../../core-api/test/embedded-postgres.ts";
import { freePort } from "../../../core-api/test/free-port.ts";

export interface Rds {
  /** Of loopback. */
  readonly port: number;
  stop(): Promise<void>;
}

export interface FirstUser {
  readonly username: string;
  readonly password: string;
}

/**
 * Postgres as RDS gives it: TLS with a certificate for its host and no connection without, a first user who is no superuser,
 * and roles that sign in with tokens. That a token is good only AWS can say: here any is.
 */
export const startRds = async (user: FirstUser, certificate: Certificate): Promise<Rds> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick-rds-"));
  await chmod(folder, 0o755);
  const [port, dataDir] = [await freePort(), join(folder, "postgres")];
  const password = randomBytes(18).toString("base64url");
  const instance = createEmbeddedPostgres({ dataDir, port, password, durable: false });
  await instance.start();
  const sql = postgres(instance.superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    const name = sql(user.username);
    await sql`create role rds_superuser nologin`;
    await sql`grant pg_monitor, pg_signal_backend, pg_checkpoint to rds_superuser`;
    await sql.unsafe(
      `create role "${user.username}" login nosuperuser inherit createdb createrole noreplication password '${user.password}'`,
    );
    await sql`grant rds_superuser to ${name}`;
    await sql`create role rds_iam nologin`;
    await sql`grant rds_iam to ${name} with admin option`;
    await encrypt(sql, dataDir, certificate);
  } finally {
    await sql.end({ timeout: 1 });
  }
  return {
    port,
    async stop() {
      await instance.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const encrypt = async (sql: postgres.Sql, dataDir: string, { certificate, privateKey }: Certificate): Promise<void> => {
  const { uid, gid } = await stat(dataDir);
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(join(dataDir, file), text, { mode: 0o600 });
    await chown(join(dataDir, file), uid, gid);
  };
  await write("server.crt", certificate);
  await write("server.key", privateKey);
  await write(
    "pg_hba.conf",
    [
      "hostnossl all all 0.0.0.0/0 reject",
      "hostssl all bailiwick_app,bailiwick_platform_admin,bailiwick_migrator,bailiwick_role_keeper 127.0.0.1/32 trust",
      "hostssl all all 127.0.0.1/32 scram-sha-256",
      "",
    ].join("\n"),
  );
  await sql`alter system set ssl = on`;
  await sql`select pg_reload_conf()`;
};
