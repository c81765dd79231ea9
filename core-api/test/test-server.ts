import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { bootstrapDatabases, migrateAll, type RolePasswords } from "../src/platform/db/index.ts";
import { createEmbeddedPostgres } from "./embedded-postgres.ts";
import { freePort } from "./free-port.ts";

export interface TestServer {
  /** `postgres://127.0.0.1:<port>` */
  readonly url: string;
  readonly superuserUrl: string;
  readonly passwords: Required<RolePasswords>;
}

/** A migrated catalog without any tenant database, for copying. */
export const catalogTemplate = "catalog_template";

export interface RunningServer {
  readonly server: TestServer;
  /** Stops it and removes its folder. */
  readonly stop: () => Promise<void>;
}

export interface RestartableServer extends RunningServer {
  /** kill -9 of the server; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same address with its data. */
  readonly restart: () => Promise<void>;
}

const secret = (): string => randomBytes(18).toString("base64url");

/** A server without any of our roles and databases, with passwords to make them with. */
export const startEmptyServer = (): Promise<RunningServer> => startRestartableServer();

/** The same, for tests that kill it. */
export const startRestartableServer = async (): Promise<RestartableServer> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick-test-"));
  await chmod(folder, 0o755); // root's server runs as another user, who must be able to enter
  const instance = createEmbeddedPostgres({
    dataDir: join(folder, "postgres"),
    port: await freePort(),
    password: secret(),
    durable: false,
    settings: { max_connections: "400", log_min_messages: "fatal" },
  });
  const stop = async (): Promise<void> => {
    await instance.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await instance.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const passwords = { app: secret(), platformAdmin: secret(), migrator: secret(), auditor: secret() };
  const kill = async (): Promise<void> => {
    const { pid } = instance;
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await instance.stop();
  };
  return {
    server: { url: instance.url, superuserUrl: instance.superuserUrl, passwords },
    stop,
    kill,
    restart: () => instance.start(),
  };
};

/** Starts one server for a test run and prepares the templates of its databases. Nothing of it outlives the run. */
export const startTestServer = async (): Promise<RunningServer> => {
  const running = await startEmptyServer();
  const { url, superuserUrl, passwords } = running.server;
  try {
    await bootstrapDatabases({ superuserUrl, passwords, catalog: catalogTemplate, tenants: "tenants" });
    await migrateAll({ url: `${url}/${catalogTemplate}`, password: passwords.migrator, tenants: "tenants" });
    const sql = postgres(superuserUrl, { database: catalogTemplate, max: 1 });
    await sql`delete from catalog.tenant_database`;
    await sql.end();
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
};
