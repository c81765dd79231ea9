import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MigrationRefused } from "./migration-refused.ts";

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** Hexadecimal SHA-256 of the file's bytes. */
  readonly sha256: string;
}

const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The folder's migrations in order. Throws `MigrationRefused` for a foreign file, a number twice or a missing number. */
export const readMigrations = async (folder: string): Promise<readonly Migration[]> => {
  const names = (await readdir(folder)).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const match = fileName.exec(name);
    if (match === null) throw new MigrationRefused(`${join(folder, name)} is not named NNNN-name.sql.`);
    const number = Number(match[1]);
    const expected = migrations.length + 1;
    if (number < expected) throw new MigrationRefused(`Number ${number} is there twice in ${folder}: ${name}.`);
    if (number > expected) throw new MigrationRefused(`Number ${expected} is missing in ${folder}, before ${name}.`);
    const bytes = await readFile(join(folder, name));
    migrations.push({
      number,
      name,
      sql: bytes.toString("utf8"),
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
  }
  return migrations;
};
