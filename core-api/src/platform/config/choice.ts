import type { Environment } from "../environment.ts";

/** Value of a variable that takes one of a few words; the first of them when it is not set. */
export const readChoice = <const Word extends string>(
  from: Environment,
  name: string,
  words: readonly [Word, ...Word[]],
): Word | undefined => {
  const value = from.optional(name) ?? words[0];
  return words.find((word) => word === value) ?? from.refuse(name, `must be one of ${words.join(", ")}.`);
};

/**
 * Refuses what is set and would do nothing: whoever set it believes that it does. `because` says which choice leaves it
 * unused. The file of a secret is a name of its own.
 */
export const refuseUnused = (from: Environment, names: readonly string[], because: string): void => {
  for (const name of names) {
    if (from.optional(name) !== undefined) from.refuse(name, `is set, but nothing reads it: ${because}.`);
  }
};
