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

/** The names of all platforms that have a folder. */
export const platformNames = async (parent: string = localFolder): Promise<readonly string[]> =>
  (await readdir(parent, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
    .map((entry) => entry.name)
    .sort();

/**
 * The platform a command is about: the one named, else the only one, else the only one that runs. Throws `LocalFailure`
 * when there is none or the choice is not clear.
 */
export const choosePlatform = async (name: string | undefined, command: string): Promise<Paths> => {
  if (name !== undefined) return namedPaths(name);
  const names = await platformNames();
  const running: string[] = [];
  for (const candidate of names) {
    if ((await lockHolder(pathsOf(candidate).lock)) !== undefined) running.push(candidate);
  }
  const [only, another] = names.length > 1 ? running : names;
  if (only !== undefined && another === undefined) return pathsOf(only);
  if (names.length === 0) {
    throw new LocalFailure({
      code: "none",
      message: "There is no local platform yet.",
      suggestion: "Start one: npm start",
    });
  }
  throw new LocalFailure({
    code: "name-needed",
    message: `There are several local platforms: ${names.join(", ")}.`,
    suggestion: `Say which: npm run ${command} -- --name ${names[0]}`,
  });
};
