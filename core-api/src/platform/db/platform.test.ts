import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { ConnectionLost, PoolBusy, ScopeEnded } from "./errors.ts";
import type { Platform } from "./platform.ts";

let databases: TestDatabases;
let platform: Platform;
beforeAll(async () => {
  databases = await createTestDatabases();
  platform = databases.platform();
  await databases.superuser(databases.tenants)`
    insert into tenant.flow (org_id, name)
    select org::uuid, 'F' from unnest(array['0199a0b0-0000-7000-8000-00000000000a', '0199a0b0-0000-7000-8000-00000000000b']) org`;
});
afterAll(() => databases.drop());

const terminate = async (pid: number): Promise<void> => {
  await databases.superuser(databases.tenants)`select pg_terminate_backend(${pid})`;
};

test("sees every organisation's rows", async () => {
  expect(await platform.tenant(databases.tenants)`select name from tenant.flow`).toHaveLength(2);
  expect(() => platform.tenant("a; drop table b")).toThrow(TypeError);
});

describe("begin", () => {
  test("commits, rolls back, and sends nothing afterwards", async () => {
    const sql = platform.catalog;
    let late: Promise<unknown> | undefined;
    const name = await sql.begin(async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve, 100)).then(() => tx`select 1`);
      const [row] = await tx<
        { name: string }[]
      >`insert into catalog.tenant_database (name, kind) values ('made', 'dedicated') returning name`;
      return row?.name;
    });
    expect(name).toBe("made");
    await expect(late).rejects.toBeInstanceOf(ScopeEnded);
    await expect(
      sql.begin((tx) => tx`delete from catalog.tenant_database`.then(() => Promise.reject(new RangeError()))),
    ).rejects.toBeInstanceOf(RangeError);
    expect(await sql`select from catalog.tenant_database`).toHaveLength(2);
  });

  test("a connection that is lost under a query is an error, not the end of the process", async () => {
    const sql = platform.tenant(databases.tenants);
    const lost = sql.begin((tx) => tx`select pg_terminate_backend(pg_backend_pid())`);
    await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
    expect(await sql.begin((tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});

describe("a reserved session", () => {
  test("keeps its lock until it is released, and works beside transactions", async () => {
    const first = await platform.catalog.reserve();
    const second = await platform.catalog.reserve();
    const lock = (session: typeof first) => session<{ taken: boolean }[]>`select pg_try_advisory_lock(7) as taken`;
    expect(await lock(first)).toEqual([{ taken: true }]);
    expect(await lock(second)).toEqual([{ taken: false }]);
    expect(await platform.catalog.begin((tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
    expect(await first.begin((tx) => tx`select 2 as two`)).toEqual([{ two: 2 }]);
    await first`select pg_advisory_unlock(7)`;
    first.release();
    expect(await lock(second)).toEqual([{ taken: true }]);
    await second`select pg_advisory_unlock(7)`;
    second.release();
    await expect(first.unsafe("select 1")).rejects.toBeInstanceOf(ScopeEnded);
  });

  test("that loses its connection says so to every later query, and never runs on another", async () => {
    const session = await platform.catalog.reserve();
    const [row] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await session`select set_config('app.probe', 'mine', false)`;
    await terminate(row?.pid ?? 0);
    await expect
      .poll(() =>
        session`select 1`.then(
          () => "answered",
          (error: unknown) => error,
        ),
      )
      .toBeInstanceOf(ConnectionLost);
    await expect(session`select 2`).rejects.toBeInstanceOf(ConnectionLost);
    session.release();
    const next = await platform.catalog.reserve();
    expect(await next`select nullif(current_setting('app.probe', true), '') as left`).toEqual([{ left: null }]);
    next.release();
  });
});

test("a session given back with its lock, role and transaction leaves none of them", async () => {
  const careless = await platform.catalog.reserve();
  const [mine] = await careless<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await careless`select pg_advisory_lock(8)`;
  await careless`set statement_timeout = 7`;
  await careless.unsafe("begin");
  careless.release();
  await new Promise((resolve) => setTimeout(resolve, 100)); // until it is cleaned and free again
  const next = await platform.catalog.reserve();
  const [row] = await next`
    select pg_backend_pid() as pid, current_setting('statement_timeout') as timeout, now() = statement_timestamp() as outside,
           (select count(*)::integer from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`.simple();
  expect(row).toEqual({ pid: mine?.pid, timeout: "1min", outside: true, locks: 0 });
  next.release();
});

test("what is closed refuses new work", async () => {
  const own = databases.platform();
  await own.catalog`select 1`;
  await own.close();
  await expect(own.catalog.begin((tx) => tx`select 1`)).rejects.toBeInstanceOf(PoolBusy);
  await expect(own.catalog.reserve()).rejects.toBeInstanceOf(PoolBusy);
});
