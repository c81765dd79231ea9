import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { LocalFailure } from "../failure.ts";
import { lockHolder } from "./lock.ts";
import { localFolder, type Paths, pathsOf } from "./paths.ts";

const namePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Paths of a platform by its name. Throws `LocalFailure` for a name that could lead out of the folder. */
export const namedPaths = (name: string, parent: string = localFolder): Paths => {
  if (namePattern.test(name)) return pathsOf(name, parent);
  throw new LocalFailure({
    code: "name-invalid",
    message: `"${name}" cannot be the name of a local platform.`,
    suggestion: "Use lower-case letters, digits and hyphens, up to 40.",
  });
};

/** The names of all platforms that were ever started. */
export const platformNames = async (parent: string = localFolder): Promise<readonly string[]> =>
  (await readdir(parent).catch(() => []))
    .filter((name) => namePattern.test(name) && existsSync(pathsOf(name, parent).instance))
    .sort();

/**
 * The platform a command is about: the one named, else the only one, else the only one that runs, else `default` where
 * nothing is destroyed. Throws `LocalFailure` when there is none or the choice is not clear.
 */
export const choosePlatform = async (
  name: string | undefined,
  command: string,
  { destroys = false }: { readonly destroys?: boolean } = {},
): Promise<Paths> => {
  if (name !== undefined) return namedPaths(name);
  const names = await platformNames();
  const [first] = names;
  if (first === undefined) {
    throw new LocalFailure({
      code: "none",
      message: "There is no local platform yet.",
      suggestion: "Start one: npm start",
    });
  }
  if (names.length === 1) return pathsOf(first);
  if (!destroys) {
    const running: string[] = [];
    for (const candidate of names) {
      if ((await lockHolder(pathsOf(candidate).lock)) !== undefined) running.push(candidate);
    }
    const [only = names.includes("default") ? "default" : undefined, another] = running;
    if (only !== undefined && another === undefined) return pathsOf(only);
  }
  throw new LocalFailure({
    code: "name-needed",
    message: `There are several local platforms: ${names.join(", ")}.`,
    suggestion: `Say which: npm run ${command} -- --name ${first}`,
  });
};
