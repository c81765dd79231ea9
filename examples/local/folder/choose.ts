import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { LocalFailure } from "../failure.ts";
import { commandLine, type Flags, type Verb } from "../output/command-line.ts";
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

export interface Choice {
  readonly name: string | undefined;
  /** The command that asks, and what it was told beside the name: for a suggestion to say it again with one. */
  readonly verb: Verb;
  readonly flags?: Flags;
  /** What it removes cannot be had back, so nothing is guessed. */
  readonly destroys?: boolean;
  /** @default the folder of all local platforms */
  readonly parent?: string;
}

/**
 * The platform a command is about: the one named, else the only one, else the only one that runs, else `default` where
 * nothing is destroyed. Throws `LocalFailure` when there is no such platform or the choice is not clear.
 */
export const choosePlatform = async (choice: Choice): Promise<Paths> => {
  const { name, verb, flags, destroys = false, parent = localFolder } = choice;
  const names = await platformNames(parent);
  if (name !== undefined) {
    const paths = namedPaths(name, parent);
    // One that is being started for the first time has a lock before it has anything else.
    if (names.includes(name) || (await lockHolder(paths.lock)) !== undefined) return paths;
    throw new LocalFailure({
      code: "none",
      message: `There is no local platform "${name}"${names.length === 0 ? "" : `; there are: ${names.join(", ")}`}.`,
      suggestion: names.length === 0 ? `Start one: ${commandLine("up")}` : undefined,
    });
  }
  const [first] = names;
  if (first === undefined) {
    throw new LocalFailure({
      code: "none",
      message: "There is no local platform yet.",
      suggestion: `Start one: ${commandLine("up")}`,
    });
  }
  if (names.length === 1) return pathsOf(first, parent);
  if (!destroys) {
    const running: string[] = [];
    for (const candidate of names) {
      if ((await lockHolder(pathsOf(candidate, parent).lock)) !== undefined) running.push(candidate);
    }
    const [only = names.includes("default") ? "default" : undefined, another] = running;
    if (only !== undefined && another === undefined) return pathsOf(only, parent);
  }
  throw new LocalFailure({
    code: "name-needed",
    message: `There are several local platforms: ${names.join(", ")}.`,
    suggestion: `Say which: ${commandLine(verb, { ...flags, name: first })}`,
  });
};
