import { afterAll, beforeAll, expect, test } from "vitest";
import { type RestartableServer, startRestartableServer } from "../../../test/test-server.ts";
import { bootstrapDatabases } from "./bootstrap.ts";
import { connectDatabase, type Database } from "./database.ts";
import { isConnectionLost, StatementTimeout } from "./errors.ts";
import { migrateAll } from "./migrate-all.ts";
import { connectPlatform, type Platform } from "./platform.ts";

// A server of its own, because it is killed.
let running: RestartableServer;
let database: Database;
let platform: Platform;
beforeAll(async () => {
  running = await startRestartableServer();
  const { url, superuserUrl, passwords } = running.server;
  await bootstrapDatabases({ superuserUrl, passwords });
  await migrateAll({ url, password: passwords.migrator });
  database = connectDatabase({ url, password: passwords.app });
  platform = connectPlatform({ url, password: passwords.platformAdmin });
}, 60_000);
afterAll(async () => {
  await Promise.all([database.close(), platform.close()]);
  await running.stop();
});

const scope = { orgId: "0199a0b0-0000-7000-8000-00000000000a", database: "tenants" };

/** One of everything a process does, over and over until `until`; the errors that came out. */
const load = async (until: () => boolean): Promise<readonly unknown[]> => {
  const errors: unknown[] = [];
  const works: (() => Promise<unknown>)[] = [
    () =>
      database.withOrg(scope, async (tx) => {
        await tx`select pg_sleep(0.001)`;
        await new Promise((resolve) => setTimeout(resolve, 1));
        return tx`insert into tenant.flow (org_id, name) values (app.org_id(), 'crash')`;
      }),
    () => database.call(scope, "flow_list", [false, null, 10]),
    () => database.pipeline(scope, (sql) => [sql`select ${1}::integer`, sql`select pg_sleep(${0.001})`]),
    () => database.catalog`select * from catalog.org_by_slug('acme')`,
    () => platform.catalog.begin((tx) => tx`select pg_sleep(0.001)`),
    async () => {
      const session = await platform.catalog.reserve();
      try {
        await session`select pg_advisory_lock(1)`;
        await session`select pg_advisory_unlock(1)`;
      } finally {
        session.release();
      }
    },
  ];
  await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      while (!until()) {
        await works[index % works.length]?.().catch((error: unknown) => errors.push(error));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }),
  );
  return errors;
};

test("a server killed under load costs errors that say so, and nothing else: the process goes on when it is back", async () => {
  for (let round = 0; round < 3; round += 1) {
    let stop = false;
    const errors = load(() => stop);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await running.kill();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await running.restart();
    await expect
      .poll(() => database.withOrg(scope, (tx) => tx`select 1 as one`).catch(() => "not yet"), { timeout: 10_000 })
      .toEqual([{ one: 1 }]);
    stop = true;
    const seen = await errors;
    expect(seen.length).toBeGreaterThan(0);
    const strange = seen.filter((error) => !(isConnectionLost(error) || error instanceof StatementTimeout));
    expect(strange).toEqual([]);
    expect(await database.call(scope, "flow_list", [false, null, 1])).toHaveLength(1);
    expect(await platform.catalog.begin((tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  }
}, 60_000);
