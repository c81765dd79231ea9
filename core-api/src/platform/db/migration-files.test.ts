import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readMigrations } from "./migration-files.ts";
import { MigrationRefused } from "./migration-refused.ts";
import { migrationFolder } from "./tenant-database.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick migrations "));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (...names: string[]): Promise<unknown> =>
  Promise.all(names.map((name) => writeFile(join(folder, name), `select '${name}'`)));

test("reads the files in order with their digests", async () => {
  await write("0002-two.sql", "0001-one.sql");
  const migrations = await readMigrations(folder);
  expect(migrations.map(({ number, name }) => [number, name])).toEqual([
    [1, "0001-one.sql"],
    [2, "0002-two.sql"],
  ]);
  expect(migrations[0]?.sha256).toBe(createHash("sha256").update("select '0001-one.sql'").digest("hex"));
});

test.each([
  [["0001-one.sql", "0003-three.sql"], /Number 2 is missing/],
  [["0002-two.sql"], /Number 1 is missing/],
  [["0001-one.sql", "0001-other.sql"], /Number 1 is there twice/],
  [["0001-one.sql", "0002-two.SQL"], /is not named/],
  [["0001-one.sql", "notes.txt"], /is not named/],
])("refuses %j", async (names, reason) => {
  await write(...names);
  await expect(readMigrations(folder)).rejects.toThrow(reason);
  await expect(readMigrations(folder)).rejects.toBeInstanceOf(MigrationRefused);
});

test("ours are in order", async () => {
  for (const kind of ["catalog", "tenant"] as const) {
    expect((await readMigrations(migrationFolder(kind))).length).toBeGreaterThan(0);
  }
});
