import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { connectDatabase, type Database } from "./database.ts";
import { ConnectionLost, OrgUnset, ScopeEnded, StatementTimeout } from "./errors.ts";
import type { OrgScope } from "./scope.ts";
import type { Tx } from "./transaction.ts";

const orgA = "0199a0b0-0000-7000-8000-00000000000a";
const orgB = "0199a0b0-0000-7000-8000-00000000000b";
const userA = "0199a0b0-0000-7000-8000-0000000000aa";

let databases: TestDatabases;
let database: Database;
let a: OrgScope;
let b: OrgScope;
beforeAll(async () => {
  databases = await createTestDatabases();
  database = databases.connect();
  a = { orgId: orgA, database: databases.tenants };
  b = { orgId: orgB, database: databases.tenants };
});
afterAll(() => databases.drop());

const addFlow = (tx: Tx, name: string) => tx`insert into tenant.flow (org_id, name) values (app.org_id(), ${name})`;
const names = (scope: OrgScope): Promise<readonly unknown[]> =>
  database.withOrg(scope, async (tx) => (await tx`select name from tenant.flow order by name`).map(({ name }) => name));

describe("withOrg", () => {
  test("commits what the work did and answers its result, arrays included", async () => {
    const result = await database.withOrg(a, async (tx) => {
      await addFlow(tx, "kept");
      return [1, 2];
    });
    expect(result).toEqual([1, 2]);
    expect(await names(a)).toEqual(["kept"]);
    expect(await names(b)).toEqual([]);
  });

  test("sets the user, and none when there is none", async () => {
    const user = (scope: OrgScope) => database.withOrg(scope, (tx) => tx`select app.user_id() as id`);
    expect(await user({ ...a, userId: userA })).toEqual([{ id: userA }]);
    expect(await user(a)).toEqual([{ id: null }]);
  });

  test("rolls back when the work throws, with the work's own error", async () => {
    const wrong = new RangeError("no");
    const attempt = database.withOrg(a, async (tx) => {
      await addFlow(tx, "dropped");
      throw wrong;
    });
    await expect(attempt).rejects.toBe(wrong);
    expect(await names(a)).toEqual(["kept"]);
  });

  test("rolls back when a query failed, even one whose error the work swallowed", async () => {
    const attempt = database.withOrg(a, async (tx) => {
      await addFlow(tx, "dropped");
      await tx`select 1 / 0`.catch(() => undefined);
    });
    await expect(attempt).rejects.toMatchObject({ code: "22012" });
    expect(await names(a)).toEqual(["kept"]);
  });

  test("a savepoint keeps the rest of the transaction", async () => {
    await database.withOrg(b, async (tx) => {
      await addFlow(tx, "before");
      await tx.savepoint((inner) => inner`select 1 / 0`).catch(() => undefined);
      await addFlow(tx, "after");
    });
    expect(await names(b)).toEqual(["after", "before"]);
  });

  test.each([
    ["", "empty"],
    ["not-a-uuid", "no uuid"],
    [`${orgA}'; select 1; --`, "an injection"],
    [`${orgA}\n`, "a line feed"],
  ])("refuses the org %j (%s) before anything is sent", async (orgId) => {
    // Nothing listens at this address: a sent query would fail with another error.
    const nowhere = connectDatabase({ url: "postgres://127.0.0.1:1", password: "" });
    const scope = { orgId, database: "tenants" };
    await expect(nowhere.withOrg(scope, async () => undefined)).rejects.toBeInstanceOf(OrgUnset);
    await expect(nowhere.call(scope, "flow_get", [userA])).rejects.toBeInstanceOf(OrgUnset);
    await expect(nowhere.pipeline(scope, (sql) => [sql`select 1`])).rejects.toBeInstanceOf(OrgUnset);
    await expect(nowhere.withOrg({ ...a, userId: orgId }, async () => undefined)).rejects.toBeInstanceOf(OrgUnset);
    await nowhere.close();
  });

  test("the catalog and names that are no database are no place for an org", async () => {
    for (const name of [databases.catalog, "Tenants", "a;b", ""]) {
      await expect(database.withOrg({ orgId: orgA, database: name }, async () => 1)).rejects.toBeInstanceOf(OrgUnset);
    }
  });

  test("a server that is not there is a lost connection", async () => {
    const nowhere = connectDatabase({ url: "postgres://127.0.0.1:1", password: "" });
    await expect(nowhere.withOrg({ ...a, database: "tenants" }, async () => 1)).rejects.toBeInstanceOf(ConnectionLost);
    await expect(nowhere.call({ ...a, database: "tenants" }, "flow_get", [userA])).rejects.toBeInstanceOf(
      ConnectionLost,
    );
    await nowhere.close();
  });

  test("a statement that runs too long is cancelled and the connection stays usable", async () => {
    const impatient = databases.connect({ statementTimeoutMilliseconds: 50, transactionsPerDatabase: 1 });
    await expect(impatient.withOrg(a, (tx) => tx`select pg_sleep(5)`)).rejects.toBeInstanceOf(StatementTimeout);
    expect(await impatient.withOrg(a, (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});

describe("a transaction that has ended", () => {
  test("sends nothing any more, not even a query made before its end", async () => {
    let kept: Tx | undefined;
    let made: Promise<unknown> | undefined;
    const lazy = (tx: Tx) => ({ query: addFlow(tx, "late") });
    let box: ReturnType<typeof lazy> | undefined;
    await database.withOrg(a, async (tx) => {
      kept = tx;
      box = lazy(tx);
      made = undefined;
    });
    made = box?.query;
    await expect(made).rejects.toBeInstanceOf(ScopeEnded);
    await expect(kept?.unsafe("select 1")).rejects.toBeInstanceOf(ScopeEnded);
    expect(await names(a)).toEqual(["kept"]);
  });

  test("a savepoint's client dies with it", async () => {
    let inner: Tx | undefined;
    await database.withOrg(a, async (tx) => {
      await tx.savepoint(async (point) => {
        inner = point;
      });
    });
    await expect(inner?.unsafe("select 1")).rejects.toBeInstanceOf(ScopeEnded);
  });

  test("when the connection breaks under the work, its next query reaches nobody else's transaction", async () => {
    const single = databases.connect({ transactionsPerDatabase: 1 });
    const server = databases.superuser(databases.tenants);
    let resume = (): void => undefined;
    const paused = new Promise<void>((resolve) => {
      resume = resolve;
    });
    let late: Promise<unknown> | undefined;
    const broken = single.withOrg(a, async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await server`select pg_terminate_backend(${row?.pid ?? 0})`;
      await paused;
      late = addFlow(tx, "stray").then(() => undefined);
      await late;
    });
    await expect(broken).rejects.toBeInstanceOf(ConnectionLost);
    // The same pool slot now serves B; A's zombie wakes up in the middle of B's transaction.
    await single.withOrg(b, async (tx) => {
      await tx`select 1`;
      resume();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx`select 1`;
    });
    await expect(late).rejects.toBeInstanceOf(ConnectionLost);
    expect(await names(b)).toEqual(["after", "before"]);
    expect(await names(a)).toEqual(["kept"]);
  });

  test("a program that forgets its transaction loses it, and the pool lives on", async () => {
    const single = databases.connect({ transactionsPerDatabase: 1, idleInTransactionMilliseconds: 100 });
    const forgotten = single.withOrg(a, async (tx) => {
      await tx`select 1`;
      await new Promise((resolve) => setTimeout(resolve, 400));
      await tx`select 1`;
    });
    await expect(forgotten).rejects.toBeInstanceOf(ConnectionLost);
    expect(await single.withOrg(a, (tx) => tx`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});
