import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { copyDatabase, createTestDatabases, dropDatabase, type TestDatabases } from "../../../test/postgres.ts";
import { type MigratorOptions, migrateDatabase } from "./migrate.ts";
import type { Migration } from "./migration-files.ts";
import { MigrationRefused } from "./migration-refused.ts";

let databases: TestDatabases;
let options: MigratorOptions;
let name: string;
let sql: postgres.Sql;
const names: string[] = [];
beforeAll(async () => {
  databases = await createTestDatabases();
  options = { url: databases.url, password: databases.passwords.migrator };
});
beforeEach(async () => {
  name = `migrated_${randomBytes(4).toString("hex")}`;
  names.push(name);
  await copyDatabase(databases, "template0", name);
  sql = databases.superuser(name);
});
afterAll(async () => {
  await databases.drop();
  for (const one of names) await dropDatabase(databases, one);
});

const migration = (number: number, text: string): Migration => ({
  number,
  name: `000${number}-step.sql`,
  sql: text,
  sha256: Buffer.from(text).toString("hex"),
});
const one = migration(1, "create schema s; create table s.t (n integer); insert into s.t values (1)");
const two = migration(2, "insert into s.t values (2)");

const numbers = async (): Promise<readonly number[]> =>
  (await sql<{ n: number }[]>`select n from s.t order by n`).map(({ n }) => n);

describe("migrateDatabase", () => {
  test("applies each once, in order, and owns what it makes", async () => {
    expect((await migrateDatabase(options, name, [one])).applied).toEqual([one.name]);
    expect((await migrateDatabase(options, name, [one, two])).applied).toEqual([two.name]);
    expect((await migrateDatabase(options, name, [one, two])).applied).toEqual([]);
    expect(await numbers()).toEqual([1, 2]);
    const [owner] = await sql`select relowner::regrole::text as name from pg_class where oid = 's.t'::regclass`;
    expect(owner).toEqual({ name: "bailiwick_owner" });
  });

  test("refuses a file that changed after it was applied, and touches nothing", async () => {
    await migrateDatabase(options, name, [one]);
    const changed = { ...one, sha256: "00" };
    const attempt = migrateDatabase(options, name, [changed, two]);
    await expect(attempt).rejects.toThrow(/0001-step\.sql has changed since it was applied to database migrated_/);
    await expect(attempt).rejects.toBeInstanceOf(MigrationRefused);
    expect(await numbers()).toEqual([1]);
  });

  test("refuses a database that is newer than the files", async () => {
    await migrateDatabase(options, name, [one, two]);
    await expect(migrateDatabase(options, name, [one])).rejects.toThrow(/does not know: it is newer/);
  });

  test("refuses a database in which a number is missing", async () => {
    await migrateDatabase(options, name, [one, two]);
    await sql`delete from migrations.applied where number = 1`;
    await expect(migrateDatabase(options, name, [one, two])).rejects.toThrow(/lacks migration 1/);
  });

  test("a failing one leaves nothing of itself and keeps those before", async () => {
    const broken = migration(3, "insert into s.t values (3); select 1 / 0");
    await expect(migrateDatabase(options, name, [one, two, broken])).rejects.toThrow(
      /0003-step\.sql failed on database migrated_\w+ and was rolled back: division by zero/,
    );
    expect(await numbers()).toEqual([1, 2]);
    const mended = { ...broken, sql: "insert into s.t values (4)" };
    expect((await migrateDatabase(options, name, [one, two, mended])).applied).toEqual([broken.name]);
    expect(await numbers()).toEqual([1, 2, 4]);
  });

  test("eight at once apply each once", async () => {
    const reports = await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(options, name, [one, two])));
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual([one.name, two.name]);
    expect(await numbers()).toEqual([1, 2]);
  });

  test("killed in the middle, the next run completes", async () => {
    const slow = migration(2, "insert into s.t values (2); select pg_sleep(5)");
    const killed = expect(migrateDatabase(options, name, [one, slow])).rejects.toThrow();
    await expect
      .poll(async () => {
        const found = await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = ${name} and usename = 'bailiwick_migrator' and query like '%pg_sleep%'`;
        return found.length;
      })
      .toBe(1);
    await killed;
    expect((await migrateDatabase(options, name, [one, two])).applied).toEqual([two.name]);
    expect(await numbers()).toEqual([1, 2]);
  });
});
